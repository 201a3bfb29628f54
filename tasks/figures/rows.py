"""Makes the row of a case out of its record: its events, the findings on its packets, and its fees."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from tasks.audit.outcome import decided_kinds
from tasks.case.clock import CaseClock
from tasks.case.happened import EventKind, Happened
from tasks.case.ledger import Move
from tasks.case.progress import CaseState, Step, Wait, stage_of, what_comes_next
from tasks.case.reply import deficiency_occasion
from tasks.case.send_back import sent_back
from tasks.case.state import FOLDED, state_from
from tasks.case.words import Verdict
from tasks.figures.case_row import CaseRow, StayRow
from tasks.figures.ground_words import ground_codes
from tasks.store.figure_rows import cases_with_channel, events_told, fees_by_case, reply_days, verdicts_by_case
from tasks.store.tables import Case
from tasks.wiring import House

_PEOPLE = {
    "decided_by": Step.DECIDE,
    "approved_by": Step.APPROVE,
    "searched_by": Step.SEARCH_BY_HAND,
    "posted_by": Step.DISPATCH_REPLY,
}
READ = FOLDED | {EventKind.FIELD_EDITED, EventKind.REDACTION_EDITED}


def rows_of(house: House, session: Session, case_ids: Sequence[int]) -> Iterable[CaseRow]:
    """The rows of these cases by their ids' order, in five queries; whatever is wrong with one is raised when it is reached."""
    events = events_told(session, case_ids, sorted(READ))
    verdicts, fees = verdicts_by_case(session, case_ids), fees_by_case(session, case_ids)
    asked = reply_days(session, case_ids)
    for case, channel in cases_with_channel(session, case_ids):
        mine, clock = events[case.id], house.clock_of(case, events[case.id])
        yield _by_codes(house, case_row(case, channel, mine, clock, verdicts[case.id], fees[case.id], asked[case.id]))


def _by_codes(house: House, row: CaseRow) -> CaseRow:
    """The row with codes in the place of the numbers that its company gives to grounds, so that companies can be compared."""
    if not row.grounds:
        return row
    return row.model_copy(update={"grounds": ground_codes(house.policy_of(row), row.grounds)})


def case_row(
    case: Case,
    channel: str,
    events: Sequence[Happened],
    clock: CaseClock,
    verdicts: Iterable[tuple[str, str]],
    fees: Mapping[Move, int],
    asked: Mapping[str, date],
) -> CaseRow:
    """The row of one case; `events` are those of the kinds `READ`, oldest first.

    `verdicts`: check and verdict of each finding that did not pass. `asked`: by occasion, the last day that a letter gives.
    """
    found, state = list(verdicts), state_from(event for event in events if event.kind in FOLDED)
    return CaseRow(
        case_id=case.id,
        number=case.number,
        policy=case.policy,
        policy_version=case.policy_version,
        kinds=tuple(case.kinds),
        by_agent=case.by_agent,
        channel=channel,
        language=case.language,
        missing=_with(Verdict.FAIL, found),
        unclear=_with(Verdict.UNCLEAR, found),
        asked_until=asked.get(deficiency_occasion(state.round)) if clock.held_since else None,
        fee_received=fees.get(Move.RECEIVED, 0),
        fee_deposited=fees.get(Move.DEPOSITED, 0),
        fee_returned=fees.get(Move.RETURNED, 0),
        fee_refunded=fees.get(Move.REFUNDED, 0),
        **_timed(clock),
        **_went(state, events),
    )


def _timed(clock: CaseClock) -> dict[str, Any]:
    terms = clock.terms
    names = ("holds", "extensions", "returned_on", "lapsed_on", "answered_on", "closed_on", "is_closed", "joined")
    return {name: getattr(clock, name) for name in names} | {
        "received_on": terms.received_on,
        "effective_on": terms.effective_on,
        "target_days": terms.target_days,
        "promise_days": terms.promise_days,
        "stays": tuple(StayRow(stage=stay.stage, since=stay.since, until=stay.until) for stay in clock.stays),
    }


def _went(state: CaseState, events: Sequence[Happened]) -> dict[str, Any]:
    """How the case went: where it stands, what was decided and stands, and what people had to put right."""
    decision: Mapping[str, Any] = state.answers.get(Step.DECIDE, {})
    happened, coming = Counter(event.kind for event in events), what_comes_next(state)
    return {
        "stage": stage_of(coming),
        "asks": coming.step if isinstance(coming, Wait) else "",
        "rounds": state.round,
        "deficient": any(map(_asked_for_more, events)),
        "decisions": tuple(f"{kind}:{choice}" for kind, choice in decided_kinds(decision).items()),
        "grounds": tuple(map(str, decision.get("grounds") or ())),
        **{name: state.people.get(step, "") for name, step in _PEOPLE.items()},
        "edited": tuple(event.facts["field"] for event in events if _is_corrected(event)),
        "redaction_edits": happened[EventKind.REDACTION_EDITED],
    }


def _asked_for_more(event: Happened) -> bool:
    """Whether a person said that a letter which asks for more was posted."""
    asked = event.kind == EventKind.ANSWERED and event.facts["step"] == Step.DISPATCH_DEFICIENCY
    return asked and sent_back(Step.DISPATCH_DEFICIENCY, event.facts["choices"]) is None


def _is_corrected(event: Happened) -> bool:
    """Whether a person put another value into a field than was read; the same once more only confirms it."""
    facts = event.facts
    return event.kind == EventKind.FIELD_EDITED and ("after" not in facts or facts.get("before") != facts["after"])


def _with(verdict: Verdict, found: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(check for check, said in found if said == verdict))
