"""The people at the desk: made, changed and disabled, each time with an event; and whether a password lets one in."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.roles import HANDLE, Role
from tasks.store.account_tables import Account
from tasks.store.events import KAIJI, record
from tasks.store.login_sessions import end_sessions_of
from tasks.store.passwords import hash_password, is_outdated, is_password
from tasks.store.signing import end_codes_of

LANGUAGES = ("ja", "en")
FAILURES = 5
_FIRST_REST, _LONGEST_REST = timedelta(minutes=15), timedelta(hours=8)
_NOT_PEOPLE = (KAIJI, "intake", "unknown")  # actors in the record that are nobody


class Refusal(StrEnum):
    """Why somebody was not let in; the record says which, the page does not."""

    UNKNOWN = "unknown"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105  # a reason
    LOCKED = "locked"
    DISABLED = "disabled"
    EMAIL_UNVERIFIED = "email_unverified"
    OTHER_SUBJECT = "other_subject"
    PROVIDER_FAILED = "provider_failed"


def find_account(session: Session, handle: str, *, lock: bool = False) -> Account | None:
    """The account of a handle. `lock` holds it until the transaction ends, without standing in the way of its events."""
    mine = select(Account).where(Account.handle == handle)
    return session.exec(mine.with_for_update(key_share=True) if lock else mine).first()


def account_of(session: Session, handle: str) -> Account:
    """The account of a handle, held until the transaction ends; KaijiError where there is none."""
    found = find_account(session, handle, lock=True)
    if found is None:
        raise KaijiError(f"There is no account {handle}; `kaiji user list` shows them.")
    return found


def list_accounts(session: Session) -> list[Account]:
    """Every account, disabled ones too, by handle."""
    return list(session.exec(select(Account).order_by(Account.handle)))


def add_account(
    session: Session,
    handle: str,
    roles: Iterable[Role],
    at: datetime,
    by: str,
    *,
    password: str | None = None,
    name: str = "",
    email: str = "",
    language: str = "ja",
) -> Account:
    """A new account; without a password it signs on by OIDC only. KaijiError where it cannot be."""
    if not re.fullmatch(HANDLE, handle) or handle in _NOT_PEOPLE:
        raise KaijiError("A handle is a person's, of lower-case letters and digits, such as sato or k.ito.")
    if find_account(session, handle) is not None:
        raise KaijiError(f"There is an account {handle} already; choose another handle.")
    account = Account(
        handle=handle,
        name=name,
        email=email.strip(),
        password_hash="" if password is None else hash_password(password, handle),
        roles=_listed(roles),
        language=_known_language(language),
        created_at=at,
    )
    session.add(account)
    session.flush()
    _note(session, account, "added", at, by)
    return account


def set_roles(session: Session, account: Account, roles: Iterable[Role], at: datetime, by: str) -> None:
    """Gives an account these roles and no others; whoever is signed in with the old ones signs in again."""
    account.roles = _listed(roles)
    _note(session, account, "roles", at, by, ends_sessions=True)


def set_password(session: Session, account: Account, password: str, at: datetime, by: str) -> None:
    """A new password, which also ends a lock-out; KaijiError where it breaks the rule."""
    account.password_hash = hash_password(password, account.handle)
    account.failures, account.locked_until = 0, None
    _note(session, account, "password", at, by, ends_sessions=True)


def set_language(session: Session, account: Account, language: str, at: datetime, by: str) -> None:
    """The language in which the desk speaks to this person."""
    account.language = _known_language(language)
    _note(session, account, "language", at, by)


def set_subject(session: Session, account: Account, subject: str, at: datetime) -> None:
    """Keeps who the OIDC provider says this is; from now on that counts, and the e-mail address no longer."""
    account.subject = subject
    _note(session, account, "subject", at, account.handle)


def disable(session: Session, account: Account, at: datetime, by: str) -> None:
    """Lets nobody in with this account any more, at once."""
    account.disabled_at = at
    _note(session, account, "disabled", at, by, ends_sessions=True)


def enable(session: Session, account: Account, at: datetime, by: str) -> None:
    """Lets the person in again; also ends a lock-out."""
    account.disabled_at, account.failures, account.locked_until = None, 0, None
    _note(session, account, "enabled", at, by)


def sign_in(session: Session, handle: str, password: str, at: datetime) -> Account | Refusal:
    """Whose password it is, or why nobody is let in; either way an event, and the same time taken.

    Commit also when refused: the failures are kept in the same transaction.
    """
    account = find_account(session, handle, lock=True)
    refusal = try_password(account, password, at)
    if account is None or refusal is not None:
        return refuse(session, account, refusal or Refusal.UNKNOWN, at)
    return let_in(session, account, "password", at)


def try_password(account: Account | None, password: str, at: datetime) -> Refusal | None:
    """Why this password does not count, or None; the caller holds the account.

    Five wrong ones lock an account for 15 minutes, five more for 30, and so on up to 8 hours; a right one ends the count.
    While it is locked nothing is counted, and no password is right.
    """
    right = is_password(account.password_hash if account else "", password)
    if account is None:
        return Refusal.UNKNOWN
    if account.disabled_at is not None:
        return Refusal.DISABLED
    if account.locked_until is not None and at < account.locked_until:
        return Refusal.LOCKED
    if not right:
        _count_failure(account, at)
        return Refusal.WRONG_PASSWORD
    account.failures, account.locked_until = 0, None
    if is_outdated(account.password_hash):
        account.password_hash = hash_password(password, account.handle)
    return None


def let_in(session: Session, account: Account, method: str, at: datetime) -> Account:
    """Records that a person is signed in. `method`: `password` or `oidc`."""
    record(session, EventKind.SIGNED_IN, at, actor=account.handle, handle=account.handle, method=method)
    return account


def refuse(session: Session, account: Account | None, reason: Refusal, at: datetime) -> Refusal:
    """Records that somebody was not let in; a handle that is no account's is not kept, since people type passwords there."""
    facts: dict[str, Any] = {"handle": account.handle} if account else {}
    record(session, EventKind.SIGN_IN_REFUSED, at, reason=reason.value, **facts)
    return reason


def _count_failure(account: Account, at: datetime) -> None:
    account.failures += 1
    if account.failures % FAILURES == 0:
        rest = _FIRST_REST * 2 ** min(account.failures // FAILURES - 1, 10)
        account.locked_until = at + min(rest, _LONGEST_REST)


def _listed(roles: Iterable[Role]) -> list[str]:
    listed = sorted({role.value for role in roles})
    if not listed:
        raise KaijiError(f"Give at least one role: {', '.join(Role)}.")
    return listed


def _known_language(language: str) -> str:
    if language not in LANGUAGES:
        raise KaijiError("The desk speaks ja (Japanese) and en (English); choose one of them.")
    return language


def _note(
    session: Session, account: Account, change: str, at: datetime, by: str, *, ends_sessions: bool = False
) -> None:
    session.add(account)
    facts: dict[str, Any] = {"handle": account.handle, "change": change, "roles": list(account.roles)}
    record(session, EventKind.ACCOUNT_CHANGED, at, actor=by, **facts)
    if ends_sessions:
        end_sessions_of(session, account)
        end_codes_of(session, account, at)


def accounts_by_email(session: Session, email: str) -> list[Account]:
    """Enabled accounts with an e-mail address; compared here, since the column may be encrypted one day."""
    enabled = session.exec(select(Account).where(col(Account.disabled_at).is_(None)))
    return [each for each in enabled if each.email and each.email.casefold() == email.strip().casefold()]


def account_by_subject(session: Session, subject: str) -> Account | None:
    """The account that an OIDC provider's person belongs to."""
    return session.exec(select(Account).where(Account.subject == subject)).first() if subject else None
