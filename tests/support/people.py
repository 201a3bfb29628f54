"""People at the desk for tests: an account each, and a client that is signed in as them."""

from fastapi.testclient import TestClient

from tasks.case.roles import Role
from tasks.desk.app import app
from tasks.desk.visitor import sign_in_as
from tasks.store.accounts import add_account, find_account

PASSWORD = "correct horse battery staple"


def make_account(house, handle="sato", *roles: Role, language="en", password=PASSWORD, **facts):
    """An account with these roles (reviewer when none is said); nothing when the handle has one already."""
    with house.database.transaction() as session:
        if found := find_account(session, handle):
            return found
        facts |= {"language": language, "password": password}
        return add_account(session, handle, roles or (Role.REVIEWER,), house.now(), "root", **facts)


def visitor(house, desk=None) -> TestClient:
    """A client of the desk that nobody is signed in with; it follows no redirects."""
    return TestClient(desk or app(house), base_url="http://127.0.0.1:4280", follow_redirects=False)


def signed_in(house, handle="sato", *roles: Role, desk=None, **facts) -> TestClient:
    """A client signed in as this person, whose account is made where there is none; its posts carry the token."""
    make_account(house, handle, *roles, **facts)
    client = visitor(house, desk)
    sign_in_as(client, handle, facts.get("password", PASSWORD))
    return client
