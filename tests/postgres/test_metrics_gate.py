"""The desk's `/metrics` on a real PostgreSQL: Prometheus comes in by its token and nowhere else, and learns of nobody."""

import pytest
from pydantic import SecretStr

from tasks.desk.app import app
from tasks.wiring import House
from tests.support.cases import ADDRESS, NAME
from tests.support.moving import decidable
from tests.support.people import signed_in, visitor

TOKEN = "0123456789abcdef0123"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def measured(house):
    """The house with a token."""
    return House(house.settings.model_copy(update={"metrics_token": SecretStr(TOKEN)}), house.database, house.sealed)


def test_the_token_opens_the_metrics_and_no_other_page(measured):
    """No session is needed or made."""
    decidable(measured)
    client = visitor(measured)
    told = client.get("/metrics", headers=BEARER)
    assert told.status_code == 200
    assert 'kaiji_cases_open{policy="rococo",stage="deciding",waits_for="reviewer"} 1.0' in told.text
    assert "set-cookie" not in told.headers
    assert told.headers["cache-control"] == "private, no-store"
    for path in ("/sla", "/", "/metrics/", "/metrics/x"):
        assert client.get(path, headers=BEARER | {"accept": "text/html"}).status_code in (303, 307, 401), path


def test_who_is_signed_in_needs_the_token_too(measured):
    """A session at the desk is not Prometheus."""
    assert signed_in(measured).get("/metrics").status_code == 401
    assert visitor(measured).get("/metrics").status_code == 401
    assert visitor(measured).post("/metrics", headers=BEARER).status_code in (403, 405)


def test_a_house_without_a_token_has_no_metrics(house):
    """As it is when nothing is set."""
    assert visitor(house).get("/metrics", headers=BEARER).status_code == 404


def test_the_metrics_change_with_the_record_and_tell_of_nobody(measured):
    """The next scrape after something happened knows it; no case number, name or address."""
    desk = app(measured)
    client = visitor(measured, desk)

    def deciding():
        text = client.get("/metrics", headers=BEARER).text
        return text, 'stage="deciding",waits_for="reviewer"} 2.0' in text

    one = decidable(measured, b"one")
    assert not deciding()[1]
    two = decidable(measured, b"two")
    text, both = deciding()
    assert both
    assert not any(value in text for value in (one, two, *NAME.split(), ADDRESS, "1986"))
