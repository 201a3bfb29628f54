"""What in a policy may stand but should be looked at: these warnings never stop a policy from being used."""

from collections.abc import Iterator

from tasks.case.id_documents import OFFICIAL_KINDS
from tasks.case.words import PageKind
from tasks.policy.contradictions import Contradiction, Raw, table, tables, words
from tasks.policy.documents import NOT_PAPERS
from tasks.policy.terms import UNSPECIFIED


def cautions(raw: Raw) -> Iterator[Contradiction]:
    """Warnings on a policy's table as written."""
    yield from _domicile(raw)
    yield from _lapse_without_period(raw)
    yield from _forms(raw)
    yield from _no_identity(raw)
    yield from _approvals(raw)
    yield from _separation(raw)
    if table(raw, "agent").get("allowed") is False:
        cure = "look at the text again; where it is silent write unspecified"
        yield _caution(("agent", "allowed"), "the Act (Art. 37) lets agents ask, and this policy shuts them out", cure)


def _caution(path: tuple[str, ...], says: str, cure: str) -> Contradiction:
    return Contradiction(path, says, cure, warning=True)


def _domicile(raw: Raw) -> Iterator[Contradiction]:
    """The domicile of origin is painted over whether or not the text asks for it; else it would be held."""
    if "domicile" not in [rule.get("reason") for rule in tables(raw, "masking")]:
        cure = 'add [[masking]] with reason = "domicile", by = "ours" and a source that begins with "ours:"'
        yield _caution(("masking",), "the domicile of origin is not painted over", cure)


def _lapse_without_period(raw: Raw) -> Iterator[Contradiction]:
    requests = table(raw, "requests")
    if requests.get("on_lapse") in ("withdrawn", "refused") and requests.get("days_to_answer") == UNSPECIFIED:
        says = "silence ends a request, but the text sets no period for it; our own period ends nothing"
        yield _caution(
            ("requests", "on_lapse"), says, "give days_to_answer where it is published; else a person decides"
        )


def _forms(raw: Raw) -> Iterator[Contradiction]:
    requests = table(raw, "requests")
    served = {kind for form in tables(raw, "forms") for kind in words(form.get("kinds"))}
    bare = [kind for kind in words(requests.get("kinds")) if kind not in served]
    if requests.get("prescribed_form_needed") is True and bare:
        says = f"a prescribed form is needed, but none is listed for {', '.join(bare)}"
        yield _caution(
            ("requests", "prescribed_form_needed"), says, "add [[forms]] for these kinds when they are at hand"
        )


def _no_identity(raw: Raw) -> Iterator[Contradiction]:
    """A family register, a power of attorney or a certificate of guardianship proves authority, never who sent it."""
    for path in (("identity",), ("agent", "identity")):
        for kind in words(table(raw, *path).get("accepted")):
            if kind in set(PageKind) - OFFICIAL_KINDS - NOT_PAPERS:
                says = f"{kind} proves authority and identifies nobody"
                yield _caution(
                    (*path, "accepted"), says, "take it out, unless the text truly takes it as proof of identity"
                )


_ANSWERS = ("disclose", "disclose_partly", "refuse")  # what `any` covers; a moved due day is no answer


def _approvals(raw: Raw) -> Iterator[Contradiction]:
    """An approval of every answer leaves nothing for the same person to approve besides."""
    rules = [(str(rule.get("of")), rule.get("by")) for rule in tables(raw, "approval")]
    for index, (of, by) in enumerate(rules):
        if of in _ANSWERS and ("any", by) in rules:
            says = f"{by} approves every answer already, {of} among them"
            yield _caution(("approval", str(index), "of"), says, "take this entry out, or the one that says any")


def _separation(raw: Raw) -> Iterator[Contradiction]:
    """A rule that can never part anybody, or that another one holds already, is not what its writer meant."""
    if "separation" not in raw:
        cure = 'add it; or separation = "unspecified" where the text is silent'
        yield _caution(("separation",), "which duties lie with different people is missing", cure)
    rules = [frozenset(words(rule.get("duties"))) for rule in tables(raw, "separation")]
    for index, duties in enumerate(rules):
        path = ("separation", str(index), "duties")
        if "approval" in duties and raw.get("approval") == []:
            cure = "name the approvals that are wanted, or take approval out here"
            yield _caution(path, "approval is parted from other duties, but approval = [] wants none", cure)
        if any(duties and (duties < other or (duties == other and at < index)) for at, other in enumerate(rules)):
            yield _caution(path, "another entry of separation parts these duties already", "take this entry out")
