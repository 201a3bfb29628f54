"""Reads what the evidence page shows of one case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from tasks.case.business_days import soon_until
from tasks.case.happened import EventKind
from tasks.case.ledger import Holding, custody
from tasks.case.progress import Deed, Wait, stage_of, takes_supplements, what_comes_next
from tasks.case.state import state_from
from tasks.case.words import Field, Finding
from tasks.desk.orders_shown import ShownOrder, shown_orders
from tasks.desk.reissue import issuable
from tasks.desk.signed_in import SignedIn
from tasks.desk.signing_offer import Offer, offer_for
from tasks.desk.views import note_case
from tasks.store.account_tables import FieldEdit
from tasks.store.cases import answers_of, case_by_number, held_items, letters_of, packets_of
from tasks.store.events import events_of, newest_run
from tasks.store.fees import ledger
from tasks.store.held import ToldSearch, newest_search
from tasks.store.packets import fields_of, findings_of, pages_of
from tasks.store.put_in import Put, puts_by_letter
from tasks.store.signing import evidence_digest
from tasks.store.tables import Answer, Case, EventRow, HeldItem, LetterRow, PageRow
from tasks.wiring import House


@dataclass(frozen=True)
class Evidence:
    """Everything on the page; `digest` tells whether somebody else sees the same."""

    case: Case
    pages: list[tuple[int, PageRow]]  # numbered through all packets of the case, as its fields name them
    fields: dict[str, Field]
    findings: list[Finding]
    edits: list[FieldEdit]
    held: list[HeldItem]
    letters: list[LetterRow]
    orders: list[ShownOrder]
    answers: list[Answer]
    events: list[EventRow]
    fees: dict[str, Holding]
    coming: Wait | Deed | None
    offer: Offer
    due: date
    soon_until: date  # the last day that is soon by the company's calendar
    run: str
    digest: str
    put_in: Mapping[int, Sequence[Put]]
    undecided: bool = True  # whether its evidence may still change
    search: ToldSearch | None = None  # the newest search of held data
    issuable: frozenset[str] = frozenset()  # the numbers of letters that may be issued again
    sample: bool = False  # it was made up to show the pages: it has no papers, and nobody works on it

    @property
    def stage(self) -> str:
        """Where the case stands."""
        return stage_of(self.coming).value

    @property
    def closed(self) -> bool:
        """Whether nothing comes any more."""
        return self.coming is None and any(event.kind == EventKind.CASE_CLOSED for event in self.events)


def look_at_case(house: House, number: str, person: SignedIn) -> Evidence:
    """The evidence of a case; that somebody looked is an event. NoResultFound for an unknown number."""
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        note_case(house, session, case, person.handle)
        return _read(house, session, case, person)


def _read(house: House, session: Session, case: Case, person: SignedIn) -> Evidence:
    packets = packets_of(session, case)
    newest, ids = packets[-1].id, [packet.id for packet in packets]
    events = events_of(session, case.id, ids)
    own = [event for event in events if event.case_id == case.id]
    state = state_from(own)
    sample = any(event.kind == EventKind.SAMPLE_DATA_MADE for event in own)
    edited = select(FieldEdit).where(FieldEdit.case_id == case.id).order_by(col(FieldEdit.id))
    letters = letters_of(session, case.id)
    return Evidence(
        case=case,
        pages=list(enumerate(page for packet_id in ids for page in pages_of(session, packet_id))),
        fields=fields_of(session, newest),
        findings=findings_of(session, newest),
        edits=[] if sample else list(session.exec(edited)),  # of a made-up one nothing says what it was about
        held=held_items(session, case.id),
        letters=letters,
        orders=shown_orders(session, house.policy_of(case), case, state),
        answers=answers_of(session, case.id),
        events=events,
        fees=custody(ledger(session, case_id=case.id)),
        coming=what_comes_next(state),
        offer=offer_for(house, session, case, state, person),
        due=house.due_on(case, own),
        soon_until=soon_until(house.today(), house.calendar(house.policy_of(case))),
        run=newest_run(events),
        digest=evidence_digest(session, case),
        undecided=takes_supplements(state) and not sample,
        search=newest_search(own),
        put_in=puts_by_letter(session, letters),
        issuable=issuable(letters_of(session, case.id), own, state),
        sample=sample,
    )
