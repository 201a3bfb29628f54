"""The grounds of refusals as figures know them: one code whatever number a company gives it, and what it is called."""

from collections.abc import Iterable

from tasks.case.act_clauses import ACT_CLAUSES
from tasks.case.bilingual import Said
from tasks.case.grounds import RefusalGround
from tasks.case.words import RequestKind
from tasks.policy.choosable import choosable
from tasks.policy.schema import Policy
from tasks.policy.wording import EXCLUSIONS

_CANONICAL: dict[str, Said] = {
    RefusalGround.IDENTITY_UNCONFIRMED: Said("identity or authority not confirmed", "本人・代理権の確認ができない"),
    RefusalGround.FORMAL_DEFECT: Said("papers incomplete or not as prescribed", "書類・手続の不備"),
    RefusalGround.NOT_RETAINED_DATA: Said("not retained personal data", "保有個人データに該当しない"),
    RefusalGround.HARM_TO_RIGHTS: Said("harm to rights or interests", "権利利益を害するおそれ"),
    RefusalGround.SERIOUS_HINDRANCE: Said("serious hindrance to the business", "業務の実施に著しい支障"),
    RefusalGround.HINDRANCE: Said("hindrance to the business", "業務の実施に支障"),
    RefusalGround.LAW_VIOLATION: Said("would violate another law", "他の法令に違反"),
    RefusalGround.NO_LEGAL_OBLIGATION: Said("no legal obligation", "法令上の義務がない"),
    RefusalGround.REPEATED_REQUEST: Said("the same request repeated", "同様の請求の繰返し"),
    RefusalGround.EXCESSIVE_WORK: Said("excessive technical work", "過度な技術的作業"),
    RefusalGround.OUTSOURCED_DATA: Said("held for a business partner", "委託を受けて取り扱うデータ"),
}
_OUR_WORDS = Said("existence not revealed: {}", "存否を明らかにしない：{}")


def _exclusion(said: Said) -> Said:
    return Said(_OUR_WORDS.en.format(said.en), _OUR_WORDS.ja.format(said.ja))


# By RefusalGround, by ExistenceExclusion, and by the number of a clause of the Act that neither stands for.
GROUNDS: dict[str, Said] = (
    _CANONICAL
    | {code: _exclusion(said) for code, said in EXCLUSIONS.items()}
    | {clause.number: Said(clause.provision_en, clause.provision) for clause in ACT_CLAUSES}
)


def ground_codes(policy: Policy, numbers: Iterable[object]) -> tuple[str, ...]:
    """The codes (`GROUNDS`) of the grounds that a decision names by the numbers of its company's list, each once.

    Two numbers of a company may have one code. A number that its text does not have stands for itself.
    """
    exclusions = {each.letter: each.code.value for each in policy.exclusion}
    codes = {each.number: each.code.value if each.code else each.number for each in choosable(policy, RequestKind)}
    known = codes | exclusions
    return tuple(dict.fromkeys(known.get(str(number), str(number)) for number in numbers))
