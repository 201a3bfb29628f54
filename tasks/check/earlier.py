"""Looks up what the same company was asked before, for the check on repeats."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from tasks.case.era import iso_day
from tasks.case.repeats import EarlierRequest
from tasks.case.words import Field
from tasks.store.cases import kinds_of, unclosed_cases
from tasks.store.packets import fields_by_packet
from tasks.store.tables import Case, Supplement

REPEAT_DAYS = 365  # ours: the Act names no period, and after a year asking again needs no explanation
_NAMES = ("person.name", "person.address", "person.birth_date")


def earlier_requests(session: Session, policy: str, today: date, but: int | None = None) -> list[EarlierRequest]:
    """The requests that the company received within a year before `today`, oldest first.

    For the case of id `but` itself only those opened before it: a request that came after it is no earlier one.
    """
    since = today - timedelta(days=REPEAT_DAYS)
    joined = select(Supplement.packet_id)  # a case that was opened by mistake and joined another is no request
    mine = select(Case).where(Case.policy == policy, Case.received_on >= since)
    mine = mine if but is None else mine.where(Case.id < but)
    mine = mine.where(col(Case.packet_id).not_in(joined))
    cases = list(session.exec(mine.order_by(col(Case.id))))
    fields = fields_by_packet(session, [case.packet_id for case in cases], _NAMES)
    still_open = {case.id for case in unclosed_cases(session)}
    return [_request(case, fields[case.packet_id], closed=case.id not in still_open) for case in cases]


def _request(case: Case, fields: dict[str, Field], *, closed: bool) -> EarlierRequest:
    name, address, born = (fields.get(each) for each in _NAMES)
    return EarlierRequest(
        case.number,
        name.value if name else "",
        (address.normalized or address.value) if address else "",
        iso_day(born.normalized) if born else None,
        frozenset(kinds_of(case)),
        case.received_on,
        closed,
    )
