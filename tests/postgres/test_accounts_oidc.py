"""Sign-on with a company's account, against a small OpenID provider on this machine."""

import time
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlmodel import select

from tasks.case.errors import KaijiError
from tasks.desk.app import app
from tasks.store.accounts import account_of, disable
from tasks.store.tables import EventRow
from tasks.wiring import open_house
from tests.support.oidc_provider import CLIENT, SECRET, Provider
from tests.support.people import make_account, visitor

HANAKO = {"sub": "42", "email": "Hanako@example.jp", "email_verified": True}


@pytest.fixture
def provider():
    """One that lets Hanako in."""
    made = Provider()
    made.person = HANAKO
    made.start()
    yield made
    made.stop()


@pytest.fixture
def joined(house, provider):
    """The house, joined to the provider, with Hanako's account."""
    facts = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    made = open_house(type(house.settings).model_validate(house.settings.model_dump() | facts))
    make_account(made, email="hanako@example.jp", password=None)
    yield made
    made.database.close()


def signed_on(house, client=None):
    """A client after the whole way there and back, and where it was sent in the end."""
    client = client or visitor(house)
    there = client.get("/oidc/start?next=/cases/R-1")
    assert there.status_code == 302, there.headers
    back = httpx.get(there.headers["location"])
    return client, client.get(back.headers["location"]).headers["location"]


def noted(house, *kinds):
    with house.database.transaction() as session:
        rows = session.exec(select(EventRow).where(EventRow.kind.in_(kinds)).order_by(EventRow.id))
        return [e.facts for e in rows]


def test_a_person_with_a_verified_address_is_let_in_and_kept_by_subject(joined, provider):
    """Afterwards the address may change at the provider: the subject counts."""
    client, sent = signed_on(joined)
    assert sent == "/cases/R-1"
    assert client.get("/me").status_code == 200
    with joined.database.transaction() as session:
        assert account_of(session, "sato").subject == f"{provider.issuer} 42"
    provider.person = {"sub": "42", "email": "tanaka@example.jp", "email_verified": False}
    assert signed_on(joined)[1] == "/cases/R-1"
    assert noted(joined, "signed_in") == [{"handle": "sato", "method": "oidc"}] * 2


def test_the_hand_shake_is_bound_to_the_browser(joined):
    """PKCE, state and nonce go there; the cookie belongs to /oidc alone, and ends with it."""
    client = visitor(joined)
    there = client.get("/oidc/start")
    asked = parse_qs(urlsplit(there.headers["location"]).query)
    assert {"code_challenge", "state", "nonce"} <= set(asked)
    assert asked["code_challenge_method"] == ["S256"]
    assert "path=/oidc;" in there.headers["set-cookie"]
    back = httpx.get(there.headers["location"]).headers["location"]
    assert visitor(joined).get(back).headers["location"] == "/sign-in?failed=provider"
    assert client.get(back).headers["location"] == "/"
    assert client.get(back).headers["location"] == "/sign-in?failed=provider"


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"},
        {"aud": "another client"},
        {"aud": "another client", "azp": CLIENT},
        {"iss": "https://bad.example"},
        {"exp": int(time.time()) - 3600},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_this_hand_shake_lets_nobody_in(joined, provider, lies):
    """Wrong nonce, client, issuer or time."""
    provider.lies = lies
    client, sent = signed_on(joined)
    assert sent == "/sign-in?failed=provider"
    assert client.get("/me").status_code == 303
    assert noted(joined, "sign_in_refused") == [{"reason": "provider_failed"}]


def test_a_token_signed_with_another_key_lets_nobody_in(joined, provider):
    """Whoever sits between cannot write tokens."""
    provider.forge()
    assert signed_on(joined)[1] == "/sign-in?failed=provider"


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        ({"sub": "7", "email": "stranger@example.jp", "email_verified": True}, {"reason": "unknown"}),
        ({"sub": "7", "email_verified": True}, {"reason": "unknown"}),
        (HANAKO | {"email_verified": False}, {"reason": "email_unverified"}),
        ({"sub": "42", "email": "hanako@example.jp"}, {"reason": "email_unverified"}),
    ],
)
def test_nobody_is_made_by_signing_on(joined, provider, person, reason):
    """A stranger, and an address that the provider does not vouch for."""
    provider.person = person
    client, sent = signed_on(joined)
    assert sent == "/sign-in?failed=company"
    assert "did not let you in" in client.get(sent).text or "サインインできませんでした" in client.get(sent).text
    assert client.get("/me").status_code == 303
    assert noted(joined, "sign_in_refused") == [reason]


def test_a_disabled_account_stays_out(joined):
    """Its subject opens nothing any more."""
    signed_on(joined)
    with joined.database.transaction() as session:
        disable(session, account_of(session, "sato"), joined.now(), "root")
    assert signed_on(joined)[1] == "/sign-in?failed=company"
    assert noted(joined, "sign_in_refused") == [{"reason": "disabled", "handle": "sato"}]


def test_another_person_does_not_inherit_an_address(joined, provider):
    """An address that was given to a new colleague opens nobody's account."""
    signed_on(joined)
    provider.person = HANAKO | {"sub": "43"}
    assert signed_on(joined)[1] == "/sign-in?failed=company"
    assert noted(joined, "sign_in_refused") == [{"reason": "other_subject", "handle": "sato"}]


def test_a_provider_that_does_not_answer_is_told(joined, provider):
    """The page says it; nothing breaks."""
    provider.stop()
    time.sleep(0.5)
    assert visitor(joined).get("/oidc/start").headers["location"] == "/sign-in?failed=provider"


def test_the_button_is_there_only_where_a_provider_is(house, joined):
    """And carries where one wanted to go."""
    assert 'href="/oidc/start?next=/me"' in visitor(joined).get("/sign-in?next=/me").text
    assert "/oidc/start" not in visitor(house).get("/sign-in").text
    assert visitor(house).get("/oidc/start").status_code == 404


@pytest.mark.parametrize(
    "facts", [{"oidc_issuer": "http://login.example.jp"}, {"oidc_issuer": "https://login.example.jp"}]
)
def test_wrong_settings_are_told_at_the_start(house, facts):
    """An issuer without https, or without kaiji's name there."""
    with pytest.raises(KaijiError, match="KAIJI_OIDC"):
        app(open_house(type(house.settings).model_validate(house.settings.model_dump() | facts)))
