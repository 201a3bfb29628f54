"""The cookies of the desk: who a browser's cookie says is signed in, and the token that each form must send back.

The names bear the desk's port, since a browser sends a cookie of 127.0.0.1 to every port of it.
"""

import hashlib
import hmac
import secrets
from ipaddress import ip_address

from fastapi import Request, Response
from sqlmodel import Session

from tasks.case.happened import EventKind
from tasks.case.roles import Role
from tasks.desk.signed_in import SignedIn
from tasks.store.account_tables import Account
from tasks.store.events import record
from tasks.store.login_sessions import begin_session, end_session, find_session
from tasks.wiring import House

_FORM_BYTES = 32


def who_is(house: House, request: Request) -> SignedIn | None:
    """The person whose cookie a request brings; None where it has ended, or never was."""
    token = request.cookies.get(cookie_name(house, request))
    if not token:
        return None
    now = house.now()
    found = house.database.look_up(lambda connection: find_session(connection, token, now))
    if found is None:
        return None
    return SignedIn(found.handle, frozenset(map(Role, found.roles)), found.language, found.csrf)


def start_session(house: House, session: Session, account: Account) -> str:
    """A new session's token, for `set_cookie` once the transaction is committed."""
    token, _ = begin_session(session, account, house.now(), house.settings.session_hours)
    return token


def set_cookie(house: House, request: Request, response: Response, token: str) -> None:
    """Gives the browser its token; it forgets it when it is closed."""
    secure = is_secure(house, request)
    response.set_cookie(cookie_name(house, request), token, path="/", secure=secure, httponly=True, samesite="lax")
    response.delete_cookie(_form_cookie(house, request), path="/", secure=secure, httponly=True, samesite="lax")


def forget_session(house: House, session: Session, request: Request) -> None:
    """Ends the session that the browser had, if any: a token is never used for a second sign-in."""
    token = request.cookies.get(cookie_name(house, request))
    if token:
        end_session(session, token)


def sign_out(house: House, request: Request, response: Response, person: SignedIn) -> None:
    """Ends this browser's session, with an event, and takes its cookie away."""
    with house.database.transaction() as session:
        record(session, EventKind.SIGNED_OUT, house.now(), actor=person.handle, handle=person.handle)
        forget_session(house, session, request)
    secure = is_secure(house, request)
    response.delete_cookie(cookie_name(house, request), path="/", secure=secure, httponly=True, samesite="lax")


def cookie_name(house: House, request: Request) -> str:
    """The cookie's name; `__Host-` lets no other host or path set it."""
    return f"{'__Host-' if is_secure(house, request) else ''}kaiji-{house.settings.desk_port}"


def _form_cookie(house: House, request: Request) -> str:
    return f"{cookie_name(house, request)}-form"


def path_of(request: Request) -> str:
    """The path that the router matches; `request.url` also holds the Host header, in which a client may write a path."""
    path: str = request.scope["path"]
    return path


def is_secure(house: House, request: Request) -> bool:
    """Whether cookies travel by https only: always, unless the desk serves this machine alone."""
    return request.url.scheme == "https" or not is_loopback(house.settings.host)


def is_loopback(host: str) -> bool:
    """Whether this is the machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def form_token(house: House, request: Request) -> tuple[str, str]:
    """The token of the sign-in form before anybody is signed in, and the cookie's value that it belongs to."""
    kept = request.cookies.get(_form_cookie(house, request)) or secrets.token_urlsafe(_FORM_BYTES)
    return hmac.new(house.key("csrf"), kept.encode(), hashlib.sha256).hexdigest(), kept


def set_form_cookie(house: House, request: Request, response: Response, kept: str) -> None:
    """Gives the browser what its sign-in form must fit."""
    secure = is_secure(house, request)
    response.set_cookie(_form_cookie(house, request), kept, path="/", secure=secure, httponly=True, samesite="lax")


def expected_token(house: House, request: Request, person: SignedIn | None) -> str | None:
    """What a form of this browser must send back: the session's token, or at the sign-in form the one before it."""
    if path_of(request) != "/sign-in":
        return person.csrf if person else None
    return form_token(house, request)[0] if _form_cookie(house, request) in request.cookies else None
