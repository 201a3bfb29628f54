"""Who is signed in at the desk, and the gate that every page stands behind: no role, no page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import HTTPException, Request

from tasks.case.roles import Role


@dataclass(frozen=True)
class SignedIn:
    """The person behind a request: handle, roles, chosen language (`ja` or `en`), and the token each form sends back."""

    handle: str
    roles: frozenset[Role]
    language: str
    csrf: str

    def has(self, *roles: Role) -> bool:
        """Whether the person has one of these roles."""
        return bool(self.roles & set(roles))


class NotSignedIn(Exception):
    """Nobody is signed in; the desk sends the browser to the sign-in page and back."""


def person_of(request: Request) -> SignedIn:
    """Who is signed in; NotSignedIn where nobody is."""
    person: SignedIn | None = getattr(request.state, "signed_in", None)
    if person is None:
        raise NotSignedIn
    return person


def may(*roles: Role) -> Callable[[Request], Awaitable[SignedIn]]:
    """A dependency of a route: the person who is signed in, with one of these roles; 403 for anybody else.

    It waits for nothing and is still asynchronous, since FastAPI gives others a thread for each request.
    """

    async def gate(request: Request) -> SignedIn:
        person = person_of(request)
        if not person.has(*roles):
            raise HTTPException(403, "Your account has no role that may see this.")
        return person

    return gate
