"""The grounds that a letter quotes: the company's in the company's words, the Act's own as the Act's."""

from collections.abc import Sequence

from tasks.case.grounds import ACT_CLAUSE, RefusalGround
from tasks.case.letters import Clause, LetterKind
from tasks.case.reply import LetterDue
from tasks.case.words import RequestKind
from tasks.policy.clauses import Ground
from tasks.reply.case_file import CaseFile

_OUTSIDE = frozenset(
    {RefusalGround.NOT_RETAINED_DATA, RefusalGround.NO_LEGAL_OBLIGATION, RefusalGround.OUTSOURCED_DATA}
)


def grounds(file: CaseFile, due: LetterDue) -> tuple[Clause, ...]:
    """The grounds that were chosen and are ones for the kinds that the letter answers.

    One decision has one list of grounds for all its kinds. So a letter that a request is no target quotes, where there is
    one, the ground that says so, and not the ground on which another kind was refused.
    """
    chosen, answered = file.decision.choices.get("grounds") or [], set(due.answers)
    fit = [
        each for each in file.policy.ground if each.number in chosen and (not each.kinds or answered & {*each.kinds})
    ]
    if due.kind is LetterKind.NOT_TARGET:
        fit = [each for each in fit if each.code in _OUTSIDE] or fit
    return tuple(_clause(each, due.answers, file.policy.document.language, file.language) for each in fit)


def _clause(ground: Ground, answers: Sequence[RequestKind], published: str, language: str) -> Clause:
    """The ground in the letter's language, and as published where that is the other one."""
    shown = {language} if ground.by == "law" else {language, published}
    japanese, english = (ground.text_ja if "ja" in shown else ""), (ground.text if "en" in shown else "")
    if ground.by == "law":
        return Clause(_provision(ground.code, answers, language), japanese, english, of_act=True)
    return Clause(ground.number if ground.number_source == "published" else "", japanese, english)


def _provision(code: RefusalGround, answers: Sequence[RequestKind], language: str) -> str:
    """Where in the Act a ground stands: the codes' provisions are those of Art. 33, on disclosure, and of no other kind."""
    known = code in ACT_CLAUSE and set(answers) == {RequestKind.DISCLOSURE}
    return ACT_CLAUSE[code].in_(language) if known else ""
