"""What is on record of one case, as its letters need it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from tasks.case.clock import Calendar
from tasks.case.letters import Search
from tasks.case.progress import Step
from tasks.case.words import Field, Finding
from tasks.policy import Policy
from tasks.store.cases import answers_of, held_items, newest_packet_id, state_of
from tasks.store.events import EventKind, events_of
from tasks.store.packets import fields_of, findings_of
from tasks.store.tables import Answer, Case, EventRow, HeldItem
from tasks.wiring import House


@dataclass(frozen=True)
class CaseFile:
    """A case with its policy, what was read and found, the answers that stand, and what surely is held on the person.

    `again`: by occasion, the letters that are being issued again.
    """

    case: Case
    policy: Policy
    fields: dict[str, Field]
    findings: Sequence[Finding]
    answers: dict[Step, Answer]
    held: Sequence[HeldItem]
    search: Search
    calendar: Calendar
    round: int
    again: Mapping[str, str] = field(default_factory=dict)

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
        [item for item in held_items(session, case.id) if item.exact],
        _search(events_of(session, case.id), case),
        house.calendar(policy),
        state.round,
        state.again,
    )


def _search(events: Sequence[EventRow], case: Case) -> Search:
    """The newest search; a record of it from before the names of systems were kept has none."""
    searches = [event for event in events if event.kind == EventKind.HELD_DATA_SEARCHED]
    if not searches:
        return Search((), case.received_on)
    return Search(tuple(searches[-1].facts.get("systems", ())), searches[-1].at.date())
