"""Letters with made-up data: what a requester would get under a policy, for whoever answers for its words.

They are filled as real letters are, from a case that there is not: only the person, what is held on it, what was decided
and why are made up here. All else is the policy's.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from tasks.case.errors import KaijiError
from tasks.case.fee_return import Why
from tasks.case.letters import ANSWERS, Letter, LetterKind, Search
from tasks.case.progress import Step
from tasks.case.question_words import DECISIONS
from tasks.case.reply import LetterDue, deficiency_due, letters_due
from tasks.case.words import Disposition, Field, Finding, RequestKind, Verdict
from tasks.engines.holiday_calendar import build_calendar
from tasks.policy import Policy
from tasks.policy.clauses import Ground
from tasks.reply import sample_data
from tasks.reply.case_file import CaseFile
from tasks.reply.compose import compose
from tasks.reply.deficient import reply_by_of
from tasks.reply.letter_templates import Templates
from tasks.reply.render_letter import render_letter
from tasks.reply.sample_data import Person
from tasks.reply.sample_stamp import stamped
from tasks.store.tables import Answer, Case, Enclosure, HeldItem, LetterRow

CASE_NUMBER = "X00-00000"  # no case bears it
_NOWHERE = 0  # no row of the database has this number
_RECEIVED, _WRITTEN, _EXTENDED = date(2026, 11, 16), date(2026, 11, 20), date(2026, 12, 18)
_NOT_DECIDED = frozenset(
    {
        LetterKind.ACKNOWLEDGEMENT,
        LetterKind.EXTENSION,
        LetterKind.DEFICIENCY,
        LetterKind.FEE_SHORT,
        LetterKind.FEE_RETURN,
        LetterKind.PASSWORD,
    }
)
_OF_A_FEE = frozenset({LetterKind.FEE_SHORT, LetterKind.FEE_RETURN})


def letter_kinds(policy: Policy) -> tuple[LetterKind, ...]:
    """The kinds of letter that can be written under a policy: by what may be requested, and what it says."""
    return tuple(kind for kind in LetterKind if _is_written(kind, policy))


def _is_written(kind: LetterKind, policy: Policy) -> bool:
    asked = set(policy.requests.kinds)
    if kind is LetterKind.SELF_SERVICE and not policy.requests.self_service_ja:
        return False
    if kind is LetterKind.PURPOSE and not policy.purpose:
        return False
    if kind in _OF_A_FEE:
        return bool(asked & (policy.fee.charged or frozenset()))
    if kind in _NOT_DECIDED:
        return bool(ANSWERS.get(kind, asked) & asked)
    return next(_decisions(kind, policy), None) is not None


def _decisions(kind: LetterKind, policy: Policy) -> Iterator[tuple[RequestKind, str]]:
    """What may be decided on which request so that this letter is written."""
    for asked in RequestKind:
        for choice in DECISIONS[asked] if asked in policy.requests.kinds else ():
            if letters_due({asked.value: choice})[0].kind is kind:
                yield asked, choice


def sample_letter(policy: Policy, kind: LetterKind, language: str = "ja", person: Person | None = None) -> Letter:
    """A letter of this kind as the policy has it; `person`: to whom, one with an ordinary address where none is given.

    KaijiError where no such letter is written under the policy.
    """
    if kind not in letter_kinds(policy):
        raise KaijiError(
            f"No letter of kind {kind} is written under {policy.code}; `kaiji letter list` shows which are."
        )
    due, choices = _due(policy, kind)
    file = _file(policy, due, choices, language, person or sample_data.PEOPLE[language])
    row = LetterRow(
        id=_NOWHERE,
        case_id=_NOWHERE,
        number=f"{CASE_NUMBER}-1",
        kind=kind.value,
        occasion=due.occasion,
        sequence=1,
        written_on=_WRITTEN,
        reply_by=reply_by_of(file, _WRITTEN) if kind is LetterKind.DEFICIENCY else None,
    )
    return compose(file, due, row)


def _due(policy: Policy, kind: LetterKind) -> tuple[LetterDue, dict[str, object]]:
    """The letter that is due, and what was decided so that it is."""
    if kind is LetterKind.DEFICIENCY:
        (due,) = deficiency_due(policy.requests.kinds[:1])
        return due, {}
    if kind in _NOT_DECIDED:
        return LetterDue(kind, kind.value, policy.requests.kinds[:1]), {}
    asked, choice = next(_decisions(kind, policy))
    (due,) = letters_due({asked.value: choice})
    fit = [each for each in policy.ground if not each.kinds or asked in each.kinds]
    return due, {asked.value: choice, "grounds": _two_of(fit), "withheld": list(sample_data.WITHHELD)}


def _two_of(grounds: list[Ground]) -> list[str]:
    """The first of the company's own grounds, and the first that is the Act's: each is quoted in its own way."""
    by = {each.by: each.number for each in reversed(grounds)}
    return list(by.values())


def _file(policy: Policy, due: LetterDue, choices: dict[str, object], language: str, person: Person) -> CaseFile:
    """The file of a case that there is not."""
    at = datetime.combine(_WRITTEN, datetime.min.time(), tzinfo=UTC)
    case = Case(
        number=CASE_NUMBER,
        packet_id=_NOWHERE,
        disposition=Disposition.READY_FOR_DECISION.value,
        opened_at=at,
        effective_on=_RECEIVED,
        due_on=_WRITTEN,
        policy=policy.code,
        policy_version=policy.version,
        received_on=_RECEIVED,
        by_agent=False,
        kinds=[kind.value for kind in due.answers],
        language=language,
        corrected=sample_data.CORRECTED[language],
    )
    reason = sample_data.REASON[language]
    answer = Answer(
        case_id=_NOWHERE,
        step=Step.DECIDE.value,
        attempt=1,
        person="sato",
        answered_at=at,
        choices=choices,
        reason=reason,
    )
    held = [
        HeldItem(case_id=_NOWHERE, position=position, system=system, exact=True, values=values)
        for position, (system, values) in enumerate(sample_data.held(person, language))
    ]
    return CaseFile(
        case=case,
        policy=policy,
        fields={name: _read(name, value) for name, value in person.fields().items()},
        findings=[Finding(check=check, result=result, verdict=Verdict.FAIL) for check, result in sample_data.MISSING],
        answers={Step.DECIDE: answer},
        held=held,
        search=Search(tuple(item.system for item in held), date(2026, 11, 18)),
        calendar=build_calendar(2023, 2029, policy.contact.closures),
        round=1,
        letters={due.occasion: _answer_by_file()},
        extensions={due.occasion: _extension(at, reason)},
        enclosures=[Enclosure(letter_id=_NOWHERE, instrument="12345678901", amount_yen=1000, why=Why.NOT_MET.value)],
    )


def _extension(at: datetime, reason: str) -> Answer:
    """Somebody granted more time."""
    choices = {"action": "extend", "until": _EXTENDED.isoformat()}
    step = Step.EXTEND_DUE.value
    return Answer(case_id=_NOWHERE, step=step, attempt=1, person="ito", answered_at=at, choices=choices, reason=reason)


def _answer_by_file() -> LetterRow:
    """The letter whose package a password opens."""
    number, kind = f"{CASE_NUMBER}-1", LetterKind.DISCLOSE.value
    return LetterRow(
        case_id=_NOWHERE,
        number=number,
        kind=kind,
        occasion="disclosure",
        sequence=1,
        written_on=_WRITTEN,
        package="pdf",
    )


def _read(name: str, value: str) -> Field:
    corner = ((0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1))
    return Field(name=name, value=value, normalized=value, confidence=1, page=0, poly=corner)


def sample_pdf(policy: Policy, kind: LetterKind, templates: Templates) -> bytes:
    """Such a letter as PDF, marked as a sample on every page."""
    return stamped(render_letter(sample_letter(policy, kind, templates.language), templates))
