"""Which browsers are signed in: a random token in the browser, its digest here, and when it ends."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select

from tasks.store.account_tables import Account, LoginSession

IDLE = timedelta(minutes=60)
_SEEN_EVERY = timedelta(minutes=1)  # so that looking does not mean writing
_TOKEN_BYTES = 32


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


def find_session(session: Session, token: str, at: datetime) -> tuple[LoginSession, Account] | None:
    """The session that a token belongs to, and whose it is; None once it has ended or the account is disabled."""
    wanted = (
        select(LoginSession, Account)
        .join(Account, col(Account.id) == col(LoginSession.account_id))
        .where(LoginSession.token_sha256 == _digest(token), ~_has_ended(at), col(Account.disabled_at).is_(None))
    )
    found = session.exec(wanted).first()
    if found is None:
        return None
    if at - found[0].seen_at >= _SEEN_EVERY:
        found[0].seen_at = at
    return found[0], found[1]


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
