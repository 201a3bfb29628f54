"""Which browsers are signed in: a random token in the browser, its digest here, and when it ends."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, text
from sqlmodel import Session, col, delete

from tasks.store.account_tables import Account, LoginSession

IDLE = timedelta(minutes=60)
_SEEN_EVERY = timedelta(minutes=1)  # so that looking does not mean writing
_TOKEN_BYTES = 32
_FOUND = text(
    "SELECT login_session.id, csrf, seen_at, handle, roles, language FROM login_session"
    " JOIN account ON account.id = account_id WHERE token_sha256 = :digest"
    " AND expires_at > :now AND seen_at > :idle_since AND disabled_at IS NULL"
)
_SEEN_NOW = text("UPDATE login_session SET seen_at = :now WHERE id = :id")


def begin_session(session: Session, account: Account, at: datetime, hours: int) -> tuple[str, LoginSession]:
    """A new session and its token, which is kept nowhere else; ends after `hours` at the latest."""
    session.exec(delete(LoginSession).where(_has_ended(at)))
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    begun = LoginSession(
        token_sha256=_digest(token),
        account_id=account.id,
        csrf=secrets.token_urlsafe(_TOKEN_BYTES),
        began_at=at,
        seen_at=at,
        expires_at=at + timedelta(hours=hours),
    )
    session.add(begun)
    session.flush()
    return token, begun


class Seen(NamedTuple):
    """Whose session a token is: what every page of the desk asks first, so read without the tables' classes."""

    id: int
    csrf: str
    seen_at: datetime
    handle: str
    roles: list[str]
    language: str


def find_session(connection: Connection, token: str, at: datetime) -> Seen | None:
    """Whose session a token is; None once it has ended or the account is disabled."""
    asked = {"digest": _digest(token), "now": at, "idle_since": at - IDLE}
    found = connection.execute(_FOUND, asked).first()
    if found is None:
        return None
    seen = Seen(*found)
    if at - seen.seen_at >= _SEEN_EVERY:
        connection.execute(_SEEN_NOW, {"id": seen.id, "now": at})
    return seen


def end_session(session: Session, token: str) -> None:
    """Ends the session of a token; nothing where there is none."""
    session.exec(delete(LoginSession).where(col(LoginSession.token_sha256) == _digest(token)))


def end_sessions_of(session: Session, account: Account) -> None:
    """Ends every session of an account."""
    session.exec(delete(LoginSession).where(col(LoginSession.account_id) == account.id))


def _has_ended(at: datetime) -> ColumnElement[bool]:
    return (col(LoginSession.expires_at) <= at) | (col(LoginSession.seen_at) <= at - IDLE)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
