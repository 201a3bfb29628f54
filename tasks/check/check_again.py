"""Checks a case anew after a person changed its evidence, and keeps what it says now."""

from collections.abc import Mapping

from sqlmodel import Session

from tasks.case.words import disposition_of
from tasks.check.open_case import requested
from tasks.check.whole_case import check_papers, kept_in, kept_papers
from tasks.store.edits import keep_checked, serials_before
from tasks.store.letters import withdraw_unposted
from tasks.store.tables import Case
from tasks.wiring import House

_NOTHING: Mapping[str, bytes] = {}


def check_again(
    house: House, session: Session, case: Case, person: str, instead: Mapping[str, bytes] = _NOTHING
) -> None:
    """Replaces the findings and fields of the case's newest packet, its kinds and its disposition. The caller holds the case.

    `instead`: by packet number, what is to be kept of a packet from now on in the place of what is kept of it now.
    """
    papers = [
        (packet, kept_in(instead[packet.number]) if packet.number in instead else kept)
        for packet, kept in kept_papers(house, session, case)
    ]
    seen = serials_before(session, [packet.id for packet, _ in papers])
    whole, findings = check_papers(house, session, case, papers, seen)
    case.disposition = disposition_of(findings).value
    case.kinds = [kind.value for kind in requested(whole.fields.get("request.kinds"))]
    case.by_agent = "agent.name" in whole.fields
    withdraw_unposted(session, case, house.now(), person)
    keep_checked(session, case, papers[-1][0], whole, findings, person, house.now())
