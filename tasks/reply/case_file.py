"""What is on record of one case, as its letters need it."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sqlmodel import Session

from tasks.case.business_days import Calendar
from tasks.case.codes_text import write_letter_code
from tasks.case.letters import Search
from tasks.case.progress import Step
from tasks.case.reply import EXTENSION
from tasks.case.words import Field, Finding
from tasks.policy import Policy
from tasks.policy.held_words import system_of
from tasks.reply.package import password_of
from tasks.store.cases import answers_of, held_items, newest_packet_id, state_of
from tasks.store.events import events_of
from tasks.store.fees import enclosed_in
from tasks.store.held import newest_search
from tasks.store.letters import standing_letters
from tasks.store.order_tables import WorkDone, WorkOrder
from tasks.store.orders import standing_orders, work_done
from tasks.store.packets import fields_of, findings_of
from tasks.store.tables import Answer, Case, Enclosure, EventRow, HeldItem, LetterRow
from tasks.wiring import House


class Done(NamedTuple):
    """A work order that stands, with what was done for it."""

    order: WorkOrder
    work: tuple[WorkDone, ...]


@dataclass(frozen=True)
class CaseFile:
    """A case with its policy, what was read and found, the answers that stand, and what is held on the person.

    `again`: by occasion, the letters that are being issued again. `letters`: the standing ones by occasion. `extensions`: the answers that moved the due day, by their notice's occasion.
    `done`: the work orders with what was done. `enclosures`: what goes back with the standing letters.
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
    again: Mapping[str, str] = dataclasses.field(default_factory=dict)
    done: Sequence[Done] = ()
    letters: Mapping[str, LetterRow] = dataclasses.field(default_factory=dict)
    extensions: Mapping[str, Answer] = dataclasses.field(default_factory=dict)
    enclosures: Sequence[Enclosure] = ()
    package_key: bytes = dataclasses.field(default=b"", repr=False)

    def password_of(self, number: str) -> str:
        """The password of the package of a letter."""
        return password_of(self.package_key, number)

    def return_code(self, number: str) -> str:
        """What the QR of a letter says."""
        return write_letter_code(number, self.package_key)

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
    answers, letters = answers_of(session, case.id), standing_letters(session, case.id)
    return CaseFile(
        case,
        policy,
        fields_of(session, packet_id),
        findings_of(session, packet_id),
        {step: each for each in answers if (step := Step(each.step)) in state.answers},
        [item for item in held_items(session, case.id) if item.is_persons],
        _search(events_of(session, case.id), case, policy),
        house.calendar(policy),
        state.round,
        state.again,
        [Done(order, tuple(work_done(session, order))) for order in standing_orders(session, case.id)],
        {letter.occasion: letter for letter in letters},
        {f"{EXTENSION}-{each.attempt}": each for each in answers if each.step == Step.EXTEND_DUE},
        enclosed_in(session, [letter.id for letter in letters]),
        house.key("packages"),
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
