"""The grounds that a letter quotes: the company's in the company's words, the Act's own as the Act's."""

from tasks.case.act_clauses import NOT_RETAINED
from tasks.case.bilingual import Said
from tasks.case.grounds import RefusalGround
from tasks.case.letter_basis import at_length
from tasks.case.letters import Clause, LetterKind
from tasks.case.reply import LetterDue
from tasks.policy.choosable import Choosable, chosen_of
from tasks.reply.case_file import CaseFile

_OUTSIDE = frozenset(
    {RefusalGround.NOT_RETAINED_DATA, RefusalGround.NO_LEGAL_OBLIGATION, RefusalGround.OUTSOURCED_DATA}
)


def grounds(file: CaseFile, due: LetterDue) -> tuple[Clause, ...]:
    """The grounds that were chosen and are ones for the kinds that the letter answers.

    One decision has one list of grounds for all its kinds. So a letter that a request is no target quotes, where there is
    one, the ground or exclusion that says so, and not the ground on which another kind was refused; and what discloses
    something quotes no exclusion, which is of data that is told of nowhere.
    """
    fit = _fit(file, due)
    if due.kind is LetterKind.NOT_TARGET:
        fit = [each for each in fit if _is_outside(each)] or fit
    if due.kind in (LetterKind.PARTIAL, LetterKind.METHOD_CHANGE):
        fit = [each for each in fit if each.by != "exclusion"]
    return tuple(_clause(each, file.policy.document.language, file.language) for each in fit)


def _is_outside(ground: Choosable) -> bool:
    return ground.by == "exclusion" or ground.code in _OUTSIDE or ground.number == NOT_RETAINED


def tells_of_data(file: CaseFile, due: LetterDue) -> bool:
    """Whether a ground that was chosen is one of data that is held; where none is, the letter leaves open whether there is."""
    fit = _fit(file, due)
    return any(each.of_data for each in fit) and not any(each.by == "exclusion" for each in fit)


def _fit(file: CaseFile, due: LetterDue) -> list[Choosable]:
    chosen = chosen_of(file.policy, file.decision.choices.get("grounds") or ())
    return [each for each in chosen if each.kinds & set(due.answers)]


def _clause(ground: Choosable, published: str, language: str) -> Clause:
    """The ground in the letter's language, and as published where that is the other one."""
    of_act = ground.by == "law"
    told = {language} if of_act else {language, published}
    japanese, english = (ground.text_ja if "ja" in told else ""), (ground.text if "en" in told else "")
    shown = Said(at_length(ground.shown_en) if of_act else ground.shown_en, ground.shown)
    return Clause(shown.in_(language), japanese, english, of_act, excludes=ground.by == "exclusion")
