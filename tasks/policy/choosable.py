"""The grounds that a person may choose from for a decision: the company's own, its exclusions, and what only the Act says."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from tasks.case.act_clauses import ACT_CLAUSES, ActClause
from tasks.case.bilingual import Said
from tasks.case.grounds import ACT_CLAUSE, RefusalGround
from tasks.case.words import RequestKind
from tasks.policy.clauses import Ground
from tasks.policy.schema import Policy


class Choosable(NamedTuple):
    """One ground: by what it is chosen, its kinds, its words, whose it is, and where the Act has it ("": it has not).

    `shown`: the number under which a letter quotes it, "" where the text has none. `code` None: an exclusion, or a clause of
    the Act that no code stands for. `of_data`: quoting it tells that data is held. `of_act_only`: the company's text lists none of it.
    """

    number: str
    kinds: frozenset[RequestKind]
    text_ja: str
    text: str
    by: Literal["policy", "exclusion", "law"]
    source: str
    shown: str = ""
    shown_en: str = ""
    code: RefusalGround | None = None
    of_data: bool = False
    of_act_only: bool = False


def choosable(policy: Policy, kinds: Iterable[RequestKind]) -> list[Choosable]:
    """What may be chosen where these kinds were requested: of the Act only what the company does not list itself."""
    asked = frozenset(kinds) or frozenset(RequestKind)
    return [*_listed(policy), *_exclusions(policy), *_of_act(policy.ground, asked)]


def chosen_of(policy: Policy, numbers: Iterable[str]) -> list[Choosable]:
    """The grounds that a decision names, in the order of the list; one that a later text no longer has is left out."""
    wanted = set(map(str, numbers))
    return [each for each in choosable(policy, RequestKind) if each.number in wanted]


def _listed(policy: Policy) -> Iterator[Choosable]:
    for each in policy.ground:
        kinds = frozenset(each.kinds or RequestKind)
        whole = Choosable(each.number, kinds, each.text_ja, each.text, "policy", each.source, code=each.code)
        if each.by == "law":
            provision = _provision(each)
            yield whole._replace(by="law", shown=provision.ja, shown_en=provision.en)
        elif each.number_source == "published":
            yield whole._replace(shown=each.number, shown_en=each.number)
        else:
            yield whole


def _exclusions(policy: Policy) -> Iterator[Choosable]:
    for each in policy.exclusion:
        every = frozenset(RequestKind)
        yield Choosable(each.letter, every, each.text_ja, each.text, "exclusion", each.source, each.letter, each.letter)


def _of_act(listed: Sequence[Ground], asked: frozenset[RequestKind]) -> Iterator[Choosable]:
    for clause in ACT_CLAUSES:
        covered = {kind for each in listed if each.code in clause.same_as for kind in (each.kinds or RequestKind)}
        if kinds := clause.kinds & asked - covered:
            yield _from_act(clause, kinds)


def _from_act(clause: ActClause, kinds: frozenset[RequestKind]) -> Choosable:
    return Choosable(
        clause.number,
        kinds,
        clause.text_ja,
        clause.text,
        "law",
        clause.provision_en,
        clause.provision,
        clause.provision_en,
        of_data=clause.of_data,
        of_act_only=True,
    )


def _provision(ground: Ground) -> Said:
    """Where in the Act a ground stands: the codes' provisions are those of Art. 33, on disclosure, and of no other kind."""
    of_disclosure = set(ground.kinds) == {RequestKind.DISCLOSURE}
    return ACT_CLAUSE.get(ground.code, _NOWHERE) if of_disclosure else _NOWHERE


_NOWHERE = Said("", "")
