"""What is on record of one case, as its letters need it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from tasks.case.clock import Calendar
from tasks.case.letters import Search
from tasks.case.progress import Step
from tasks.case.words import Field, Finding
from tasks.policy import Policy
from tasks.policy.held_words import system_of
from tasks.store.cases import answers_of, held_items, newest_packet_id, state_of
from tasks.store.events import events_of
from tasks.store.held import newest_search
from tasks.store.packets import fields_of, findings_of
from tasks.store.tables import Answer, Case, EventRow, HeldItem
from tasks.wiring import House


@dataclass(frozen=True)
class CaseFile:
    """A case with its policy, what was read and found, the answers that stand, and what is held on the person."""

    case: Case
    policy: Policy
    fields: dict[str, Field]
    findings: Sequence[Finding]
    answers: dict[Step, Answer]
    held: Sequence[HeldItem]
    search: Search
    calendar: Calendar
    round: int

    @property
    def language(self) -> Literal["ja", "en"]:
        """The language of the letters."""
        return "en" if self.case.language == "en" else "ja"

    @property
    def decision(self) -> Answer:
        """What a person decided."""
        return self.answers[Step.DECIDE]


def case_file(house: House, session: Session, case: Case) -> CaseFile:
    """The file of a case, as it stands now."""
    packet_id, state, policy = newest_packet_id(session, case), state_of(session, case), house.policy_of(case)
    return CaseFile(
        case,
        policy,
        fields_of(session, packet_id),
        findings_of(session, packet_id),
        {step: each for each in answers_of(session, case.id) if (step := Step(each.step)) in state.answers},
        [item for item in held_items(session, case.id) if item.is_persons],
        _search(events_of(session, case.id), case, policy),
        house.calendar(policy),
        state.round,
    )


def _search(events: Sequence[EventRow], case: Case, policy: Policy) -> Search:
    """The newest search with every system that was searched, by a person too, in the language of the case's letters."""
    search = newest_search(events)
    if search is None:
        return Search((), case.received_on)
    named = (
        system_of(policy, code, code).in_("en" if case.language == "en" else "ja")
        for code in (*search.searched, *search.by_hand)
    )
    return Search((*search.systems, *named), search.at.date())
