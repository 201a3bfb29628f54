"""A case that there is not, on file as a real one: from it sample letters are composed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from tasks.case.fee_return import Why
from tasks.case.letters import LetterKind, Search
from tasks.case.progress import Step
from tasks.case.reply import LetterDue, answer_of_password
from tasks.case.words import Disposition, Field, Finding, Verdict
from tasks.engines.holiday_calendar import build_calendar
from tasks.policy import Policy
from tasks.reply import sample_data
from tasks.reply.case_file import CaseFile, Done
from tasks.reply.sample_data import Person
from tasks.store.order_tables import WorkDone, WorkOrder
from tasks.store.tables import Answer, Case, Enclosure, HeldItem, LetterRow

CASE_NUMBER = "X00-00000"  # no case bears it
NOWHERE = 0  # no row of the database has this number
WRITTEN = date(2026, 11, 20)
_RECEIVED, _SEARCHED = date(2026, 11, 16), date(2026, 11, 18)
_AT = datetime.combine(WRITTEN, datetime.min.time(), tzinfo=UTC)
_SENT = 1000  # yen, where the policy names no fee
_CORNER = ((0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1))


def sample_case(
    asked_under: Policy, due: LetterDue, choices: dict[str, object], language: str, person: Person
) -> CaseFile:
    """The file of the case; `choices`: what was decided, so that the letter is due. Only what is held where is not the policy's."""
    policy, held = asked_under.model_copy(update={"source": sample_data.SOURCES}), _held(person, language)
    return CaseFile(
        case=_case(policy, due, language),
        policy=policy,
        fields=_fields(policy, due, person),
        findings=list(_findings(policy, due)),
        answers={Step.DECIDE: _answer(Step.DECIDE, choices, sample_data.reason(due.kind, language))},
        held=held,
        search=Search(tuple(item.system for item in held if not policy.holds_provision(item.source)), _SEARCHED),
        calendar=build_calendar(2023, 2029, policy.contact.closures),
        round=1,
        done=[_done(due, language)],
        letters={answer_of_password(due.occasion): letter_row(due._replace(package="pdf"))},
        enclosures=[_enclosure(policy, due)],
        package_key=b"a sample",
        extensions={due.occasion: _answer(Step.EXTEND_DUE, {"until": sample_data.UNTIL}, sample_data.LATER[language])},
    )


def letter_row(due: LetterDue, sequence: int = 1) -> LetterRow:
    """The letter as it stands on record before it is written."""
    return LetterRow(
        id=NOWHERE,
        case_id=NOWHERE,
        number=f"{CASE_NUMBER}-{sequence}",
        kind=due.kind.value,
        occasion=due.occasion,
        sequence=sequence,
        written_on=WRITTEN,
        package=due.package,
    )


def _enclosure(policy: Policy, due: LetterDue) -> Enclosure:
    """A money order that goes back: as no fee is due, or where one is, as it expired."""
    why = Why.EXPIRED if _is_charged(policy, due) else Why.NOT_CHARGED
    yen = policy.fee.amount_yen if isinstance(policy.fee.amount_yen, int) else _SENT
    return Enclosure(letter_id=NOWHERE, instrument="00000000000", amount_yen=yen, why=why.value)


def _case(policy: Policy, due: LetterDue, language: str) -> Case:
    return Case(
        number=CASE_NUMBER,
        packet_id=NOWHERE,
        policy=policy.code,
        policy_version=policy.version,
        disposition=Disposition.READY_FOR_DECISION.value,
        kinds=[kind.value for kind in due.answers],
        by_agent=False,
        language=language,
        opened_at=_AT,
        received_on=_RECEIVED,
        effective_on=_RECEIVED,
        due_on=WRITTEN,
    )


def _done(due: LetterDue, language: str) -> Done:
    """One order that was carried out: a telephone number corrected, or the use of a record stopped."""
    kind, corrects = due.answers[0].value, due.kind is LetterKind.CORRECTION_DONE
    item, before, after = sample_data.CORRECTED[language]
    order = WorkOrder(
        case_id=NOWHERE,
        sequence=1,
        number=f"{CASE_NUMBER}-W1",
        kind=kind,
        choice="correct" if corrects else "suspend",
        system=sample_data.MEMBERS.code,
        due_on=WRITTEN,
        written_at=_AT,
    )
    work = WorkDone(order_id=NOWHERE, position=0, item=item, done_on=WRITTEN, person="sato", at=_AT)
    if corrects:
        work.before, work.after = before, after
    else:
        work.item, work.measure = sample_data.STOPPED[language]
    return Done(order, (work,))


def _answer(step: Step, choices: dict[str, object], reason: str) -> Answer:
    return Answer(
        case_id=NOWHERE, step=step.value, attempt=1, person="sato", answered_at=_AT, choices=choices, reason=reason
    )


def _held(person: Person, language: str) -> list[HeldItem]:
    return [
        HeldItem(
            case_id=NOWHERE,
            position=position,
            system=source.name.in_(language),
            exact=True,
            source=source.code,
            values=values,
        )
        for position, (source, values) in enumerate(sample_data.held(person, language))
    ]


def _fields(policy: Policy, due: LetterDue, person: Person) -> dict[str, Field]:
    """What was read: the person, and a money order of what is due, or of half where the letter is about that."""
    read = person.fields()
    yen = policy.fee.amount_yen
    if _is_charged(policy, due) and isinstance(yen, int):
        read["fee.instruments"] = f"00000-000000:{yen // 2 if due.kind is LetterKind.FEE_SHORT else yen}:2026-11-10"
    return {
        name: Field(name=name, value=value, normalized=value, confidence=1, page=0, poly=_CORNER)
        for name, value in read.items()
    }


def _findings(policy: Policy, due: LetterDue) -> Iterator[Finding]:
    """What was missing, in a letter that asks for it."""
    for check, result in sample_data.MISSING:
        if not check.startswith("fee.") or _is_charged(policy, due):
            yield Finding(check=check, result=result, verdict=Verdict.FAIL)


def _is_charged(policy: Policy, due: LetterDue) -> bool:
    return bool(set(due.answers) & (policy.fee.charged or frozenset()))
