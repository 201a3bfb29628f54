"""The evidence page's routes on a real PostgreSQL: who may see and change what, and what is kept of it."""

import pytest
from fastapi.testclient import TestClient

from tests.support.desk import Asked, desk_of, drawn_case


@pytest.fixture
def number(house):
    return drawn_case(house)


def test_a_first_look(house, number):
    client = TestClient(desk_of(house, asked=Asked()), base_url="http://127.0.0.1")
    got = client.get(f"/cases/{number}", headers={"accept": "text/html"})
    assert got.status_code == 200, got.text
    print(got.text[:3000])
    assert client.get("/sla").status_code == 200
    assert client.get(f"/cases/{number}/pages/1.jpg?dpi=200").status_code == 200
    assert client.get("/cases/K26-09999", headers={"accept": "text/html"}).status_code == 404
