"""Letters with made-up data: what a requester would get under a policy, for whoever answers for its words.

They are filled as real letters are, from a case that there is not: only the person, what is held on it, what was decided
and why are made up. All else is the policy's.
"""

from tasks.case.act_clauses import NOT_RETAINED
from tasks.case.errors import KaijiError
from tasks.case.grounds import RefusalGround
from tasks.case.letters import ANSWERS, Letter, LetterKind
from tasks.case.methods import METHODS
from tasks.case.question_words import DECISIONS
from tasks.case.reply import LetterDue, deficiency_due, letters_due, password_occasion
from tasks.case.words import RequestKind
from tasks.policy import Policy
from tasks.policy.choosable import Choosable, choosable
from tasks.reply import sample_data
from tasks.reply.case_file import CaseFile
from tasks.reply.compose import compose
from tasks.reply.deficient import reply_by_of
from tasks.reply.letter_templates import Templates
from tasks.reply.render_letter import render_letter
from tasks.reply.sample_case import WRITTEN, letter_row, sample_case
from tasks.reply.sample_data import Person
from tasks.reply.sample_stamp import stamped
from tasks.store.tables import LetterRow

_OF_A_FEE = frozenset({LetterKind.FEE_SHORT, LetterKind.FEE_RETURN})
_ASKING = frozenset({LetterKind.DEFICIENCY, LetterKind.FEE_SHORT})
_NOT_DECIDED = _OF_A_FEE | _ASKING | {LetterKind.ACKNOWLEDGEMENT, LetterKind.EXTENSION, LetterKind.PASSWORD}
_HINDRANCE = frozenset({RefusalGround.SERIOUS_HINDRANCE, RefusalGround.HINDRANCE})
_GROUND_OF: dict[LetterKind, frozenset[RefusalGround]] = {  # what is not named rests on a clause of the Act
    LetterKind.NOT_TARGET: frozenset({RefusalGround.NOT_RETAINED_DATA, RefusalGround.NO_LEGAL_OBLIGATION}),
    LetterKind.CORRECTION_NOT_DONE: frozenset(),
    LetterKind.SUSPENSION_NOT_DONE: frozenset(),
}
_DISCLOSED = frozenset({RequestKind.DISCLOSURE, RequestKind.TP_RECORDS})


def letter_kinds(policy: Policy) -> tuple[LetterKind, ...]:
    """The kinds of letter that can be written under a policy: by what may be requested, and what it says."""
    return tuple(kind for kind in LetterKind if _asked(kind, policy))


def _asked(kind: LetterKind, policy: Policy) -> list[RequestKind]:
    """The requests that a letter of this kind may be about, in the order of the Act; none where it is never written."""
    asked = [each for each in RequestKind if each in policy.requests.kinds]
    if kind is LetterKind.SELF_SERVICE and not policy.requests.self_service_ja:
        return []
    if kind is LetterKind.PURPOSE and not policy.purpose:
        return []
    if kind in _OF_A_FEE:
        return _of_a_fee(kind, policy, asked)
    if kind is LetterKind.PASSWORD:
        return [each for each in asked if each in _DISCLOSED]
    if kind in _NOT_DECIDED:
        return [each for each in asked if each in ANSWERS.get(kind, asked)]
    return [each for each in asked if _choices(kind, each)]


def _of_a_fee(kind: LetterKind, policy: Policy, asked: list[RequestKind]) -> list[RequestKind]:
    """What a fee is due for; first, where it goes back, what none is due for."""
    charged = [each for each in asked if each in (policy.fee.charged or ())]
    free = [each for each in asked if each not in charged]
    return [*free, *charged] if charged and kind is LetterKind.FEE_RETURN else charged


def _choices(kind: LetterKind, asked: RequestKind) -> list[str]:
    """What may be decided on a request so that this letter is written."""
    return [choice for choice in DECISIONS[asked] if letters_due({asked.value: choice})[0].kind is kind]


def sample_letter(policy: Policy, kind: LetterKind, language: str = "ja", person: Person | None = None) -> Letter:
    """A letter of this kind as the policy has it; `person`: to whom, one with an ordinary address where none is given.

    KaijiError where no such letter is written under the policy.
    """
    if not _asked(kind, policy):
        raise KaijiError(
            f"No letter of kind {kind} is written under {policy.code}; `kaiji letter list` shows which are."
        )
    due, choices = _due(policy, kind)
    file = sample_case(policy, due, choices, language, person or sample_data.PEOPLE[language])
    return compose(file, due, _row(file, due))


def sample_pdf(policy: Policy, kind: LetterKind, templates: Templates) -> bytes:
    """Such a letter as PDF, marked as a sample on every page."""
    return stamped(render_letter(sample_letter(policy, kind, templates.language), templates))


def _due(policy: Policy, kind: LetterKind) -> tuple[LetterDue, dict[str, object]]:
    """The letter that is due, and what was decided so that it is."""
    may = _asked(kind, policy)
    most = RequestKind.DISCLOSURE in may and kind is not LetterKind.FEE_RETURN  # what most people ask for
    asked = RequestKind.DISCLOSURE if most else may[0]
    if kind in _ASKING:
        return deficiency_due((asked,))[0]._replace(kind=kind), {}
    if kind in _NOT_DECIDED:
        occasion = password_occasion(asked.value) if kind is LetterKind.PASSWORD else kind.value
        return LetterDue(kind, occasion, (asked,)), {}
    choice: dict[str, object] = {asked.value: _choices(kind, asked)[0]}
    told: dict[str, object] = {
        "grounds": [] if kind is LetterKind.METHOD_CHANGE else _grounds(policy, kind, asked),
        "withheld": list(sample_data.WITHHELD) if kind is LetterKind.PARTIAL else [],
        "offered_method": next(iter(METHODS)),
    }
    return letters_due(choice)[0], choice | told


def _grounds(policy: Policy, kind: LetterKind, asked: RequestKind) -> list[str]:
    """The grounds that go with the sample's reason: one of the company's own and one of the Act's, each quoted in its way."""
    fit = [each for each in choosable(policy, RequestKind) if asked in each.kinds and each.by != "exclusion"]
    wanted = _GROUND_OF.get(kind, _HINDRANCE)
    of_act = sorted((each for each in fit if each.by == "law"), key=_is_far_from_the_reason)
    if kind is LetterKind.NOT_TARGET:
        of_act = [each for each in of_act if each.number == NOT_RETAINED]
    said = [each for each in fit if each.code in wanted] or of_act or fit
    return list({each.by: each.number for each in reversed(said)}.values())


def _is_far_from_the_reason(clause: Choosable) -> bool:
    """Of the Act's clauses, those on hindrance and on a measure taken instead go with what is made up."""
    return clause.number not in ("33(2)-2", "34(1)") and "ただし書" not in clause.shown


def _row(file: CaseFile, due: LetterDue) -> LetterRow:
    row = letter_row(due, 2 if due.kind is LetterKind.PASSWORD else 1)
    row.reply_by = reply_by_of(file, WRITTEN) if due.kind in _ASKING else None
    return row
