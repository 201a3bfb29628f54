"""Adds the papers of a case that was opened by mistake to the case they belong to, at a person's word."""

from typing import Any

from sqlalchemy.exc import NoResultFound
from sqlmodel import Session

from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.progress import takes_supplements
from tasks.case.supplement import clue_of, is_strangers
from tasks.case.words import disposition_of
from tasks.check.open_case import requested, requests_of
from tasks.check.whole_case import check_whole_case, edited_alone, kept_papers
from tasks.store.cases import case_by_number, join_supplement, state_of
from tasks.store.events import record
from tasks.store.letters import withdraw_unposted
from tasks.store.packets import replace_findings
from tasks.store.tables import Case
from tasks.wiring import House


def join_cases(house: House, stray: str, into: str, person: str) -> None:
    """Closes the case `stray`; its packet joins `into`, which is checked anew. KaijiError where that cannot be.

    Papers that surely name another person never join: the answer would go to the wrong one.
    """
    with house.database.transaction() as session:
        one, other = (
            _open_case(session, number) for number in sorted((stray, into))
        )  # one order: no two wait for each other
        mine, case = (one, other) if one.number == stray else (other, one)
        (packet, kept), *more = kept_papers(house, session, mine)
        if more or mine.id == case.id or mine.policy != case.policy:
            raise KaijiError(f"{stray} cannot join {into}: it must be another case of one packet, to the same company.")
        (request,) = requests_of(session, [case])
        if is_strangers(clue_of(edited_alone(session, mine, packet, kept)), request):
            raise KaijiError(
                f"{stray} cannot join {into}: its papers name somebody else. They stay a case of their own."
            )
        whole, findings = check_whole_case(house, session, case, packet, kept)
        replace_findings(session, packet, whole, findings)
        kinds = requested(whole.fields.get("request.kinds"))
        case.by_agent = "agent.name" in whole.fields
        for each in (mine, case):
            withdraw_unposted(session, each, house.now(), person)
        join_supplement(session, case, packet, disposition_of(findings), kinds, house.now())
        facts: dict[str, Any] = {"joined": into}
        record(session, EventKind.CASE_CLOSED, house.now(), actor=person, case_id=mine.id, **facts)


def _open_case(session: Session, number: str) -> Case:
    try:
        case = case_by_number(session, number, lock=True)
    except NoResultFound:
        raise KaijiError(f"There is no case {number}; `kaiji case list` shows the open ones.") from None
    if not takes_supplements(state_of(session, case)):
        raise KaijiError(f"{number} is decided or closed; papers that come now are a request of their own.")
    return case
