"""Signing codes: proof that a certain person, with the evidence before them, gives this one answer.

Prefect's open edition does not know who resumes a run, so an answer carries a code that the desk has given to somebody who
is signed in. It is bound to person, case, asking and evidence, good once and for minutes; after that it is worthless, so it
may lie in Prefect's tables.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from tasks.case.happened import EventKind
from tasks.case.progress import Step, Wait
from tasks.case.reply import is_notice
from tasks.store.account_tables import Account, SigningCode
from tasks.store.cases import held_items, letters_of, packets_of
from tasks.store.events import events_of, record
from tasks.store.fees import ledger
from tasks.store.orders import told_orders
from tasks.store.packets import fields_of, findings_of, pages_of
from tasks.store.tables import Case

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another
_NO_MOVE = frozenset(  # what may happen between two askings of the same question
    {
        EventKind.ASSIGNED,
        EventKind.AUDIT_EXPORTED,
        EventKind.CODE_ISSUED,
        EventKind.DUE_TOLD,
        EventKind.EVIDENCE_SEEN,
        EventKind.HELD_DATA_BROUGHT,
        EventKind.HELD_RECORD_JUDGED,
        EventKind.LETTER_SEEN,
        EventKind.NOTICE_ASKED,
        EventKind.NOTICE_POSTED,
        EventKind.NOTICE_RELEASED,
        EventKind.ORDER_SEEN,
        EventKind.PACKAGE_FETCHED,
        EventKind.PACKAGE_SENT,
        EventKind.REMINDED,
        EventKind.RUN_CREATED,
        EventKind.RUN_TAKEN_UP,
        EventKind.UNMASKED,
    }
)
_LENGTH = 8  # 40 bits, tried once each ten seconds at best, and only for minutes


class BadCode(StrEnum):
    """Why a code does not sign an answer."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    OTHER_CASE = "other_case"
    OTHER_ASKING = "other_asking"
    EVIDENCE_CHANGED = "evidence_changed"
    ACCOUNT_DISABLED = "account_disabled"


def issue_code(
    session: Session,
    secret: bytes,
    account: Account,
    case: Case,
    asking: str,
    evidence: str,
    at: datetime,
    minutes: int,
) -> str:
    """A new code such as `7KQ4-M2XD` for one asking (a `Wait.key`); that it was given out is an event."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    session.add(
        SigningCode(
            code_digest=_digest(secret, code),
            account_id=account.id,
            case_id=case.id,
            asking=asking,
            evidence=evidence,
            issued_at=at,
            expires_at=at + timedelta(minutes=minutes),
        )
    )
    record(session, EventKind.CODE_ISSUED, at, actor=account.handle, case_id=case.id, asking=asking, evidence=evidence)
    return f"{code[:4]}-{code[4:]}"


def redeem_code(
    session: Session, secret: bytes, code: str, case: Case, asking: str, evidence: str, at: datetime
) -> Account | BadCode:
    """Whose code it is, or why it signs nothing; a good code is used up by this. The caller holds the case.

    An asking that only came again because answers to it were sent back is the same question: nobody's wrong answer
    takes another's code away.
    """
    typed = "".join(code.upper().split()).replace("-", "")
    if not typed:
        return BadCode.MISSING
    mine = select(SigningCode).where(SigningCode.code_digest == _digest(secret, typed)).with_for_update()
    found = session.exec(mine).first()
    if found is None:
        return BadCode.UNKNOWN
    if (bad := _fault(found, case, _same_question(session, case, asking), evidence, at)) is not None:
        return bad
    account = session.get_one(Account, found.account_id)
    if account.disabled_at is not None:
        return BadCode.ACCOUNT_DISABLED
    found.used_at = at
    session.add(found)
    return account


def _fault(found: SigningCode, case: Case, askings: Collection[str], evidence: str, at: datetime) -> BadCode | None:
    if found.used_at is not None:
        return BadCode.USED
    if found.case_id != case.id:
        return BadCode.OTHER_CASE
    if at >= found.expires_at:
        return BadCode.EXPIRED
    if found.asking not in askings:
        return BadCode.OTHER_ASKING
    return None if found.evidence == evidence else BadCode.EVIDENCE_CHANGED


def _same_question(session: Session, case: Case, asking: str) -> set[str]:
    """The asking, and those before it that differ from it only in that an answer to them was sent back.

    What becomes of a notice in between moves no case.
    """
    same, notices = {asking}, {each.number for each in letters_of(session, case.id) if is_notice(each.occasion)}
    for event in reversed(events_of(session, case.id)):
        if event.kind == EventKind.ANSWER_REFUSED:
            refused = Wait(step=Step(event.facts["step"]), attempt=event.facts["attempt"]).key
            if refused.rpartition("-")[0] != asking.rpartition("-")[0]:
                break
            same.add(refused)
        elif event.kind not in _NO_MOVE and event.facts.get("letter") not in notices:
            break
    return same


def end_codes_of(
    session: Session, account: Account, at: datetime, *, case_id: int | None = None, asking: str | None = None
) -> None:
    """Lets the unused codes of a person expire: all of them, or those for one asking of a case."""
    mine: list[Any] = [
        SigningCode.account_id == account.id,
        col(SigningCode.used_at).is_(None),
        col(SigningCode.expires_at) > at,
    ]
    if case_id is not None:
        mine += [SigningCode.case_id == case_id, SigningCode.asking == asking]
    for code in session.exec(select(SigningCode).where(*mine)):
        code.expires_at = at
        session.add(code)


def _digest(secret: bytes, code: str) -> str:
    return hmac.new(secret, code.encode(), hashlib.sha256).hexdigest()


def evidence_digest(session: Session, case: Case) -> str:
    """SHA-256 over all that an answer may rest on.

    Packets, pages with boxes and doubts, fields, findings, held data, letters, work orders with what was done, fees. Two
    people who see the same digest saw the same evidence; whatever is edited or arrives changes it. Notices are no evidence:
    one that is written meanwhile takes nobody's code away.
    """
    packets = packets_of(session, case)
    newest = packets[-1].id
    pages = [page for packet in packets for page in pages_of(session, packet.id)]
    told = [
        [packet.sha256 for packet in packets],
        [[page.packet_id, page.index, page.kind, page.redactions, page.doubts] for page in pages],
        [field.model_dump(mode="json") for field in fields_of(session, newest).values()],
        [finding.model_dump(mode="json") for finding in findings_of(session, newest)],
        [[item.source, item.system, item.exact, item.verdict, item.values] for item in held_items(session, case.id)],
        told_orders(session, case.id),
        [
            [letter.number, letter.sha256, letter.withdrawn]
            for letter in letters_of(session, case.id)
            if not is_notice(letter.occasion)
        ],
        [
            [each.instrument, each.move, each.amount_yen, each.on.isoformat()]
            for each in ledger(session, case_id=case.id)
        ],
        [case.kinds, case.by_agent, case.language, case.policy, case.policy_version],
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
