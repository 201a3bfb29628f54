"""A desk for tests of single pages: somebody is signed in, and what the hands are asked to do is written down."""

from dataclasses import fields

from fastapi import FastAPI, Request
from fastapi.staticfiles import StaticFiles
from starlette.testclient import TestClient

from tasks.case.errors import KaijiError
from tasks.case.roles import Role
from tasks.desk.hands import Hands
from tasks.desk.pages import TEMPLATES
from tasks.desk.signed_in import SignedIn
from tasks.desk.worklist_page import add_worklist
from tasks.store.account_tables import Account


class FakeHands:
    """Takes every answer but those of the cases named in `broken`."""

    def __init__(self, broken=(), error=None):
        self.broken, self.answers = broken, []
        self.error = error or KaijiError("The run does not wait.")

    def answer(self, case, asking, answer):
        """Keeps the answer, or breaks."""
        if case in self.broken:
            raise self.error
        self.answers.append((case, asking, dict(answer)))

    def hands(self) -> Hands:
        """As the desk gets them; nothing but answers may be asked of them."""
        nothing = dict.fromkeys((each.name for each in fields(Hands)), None)
        return Hands(**nothing | {"move_on": lambda _: None, "answer": self.answer})


def add_account(house, handle, *roles):
    """An account with these roles."""
    with house.database.transaction() as session:
        session.add(Account(handle=handle, roles=[role.value for role in roles], created_at=house.now()))


def worklist_desk(house, hands=None) -> FastAPI:
    """The worklist's pages; who asks is said by the headers `x-handle`, `x-roles` and `x-language`."""
    desk = FastAPI()

    @desk.middleware("http")
    async def sign_in(request: Request, call_next):
        told = request.headers
        roles = frozenset(map(Role, told.get("x-roles", "").split()))
        request.state.signed_in = SignedIn(told.get("x-handle", "sato"), roles, told.get("x-language", "en"), "token")
        return await call_next(request)

    add_worklist(desk, house, (hands or FakeHands()).hands())
    desk.mount("/static", StaticFiles(directory=TEMPLATES / "static"))
    return desk


def client_of(desk, handle, *roles, language="en") -> TestClient:
    """A browser in which somebody with these roles is signed in."""
    said = {"x-handle": handle, "x-roles": " ".join(roles), "x-language": language}
    return TestClient(desk, headers=said, follow_redirects=False)
