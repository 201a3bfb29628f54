"""Finds where one part of a policy denies another or the law, on the table as written, however wrong the rest of it is.

Everything is read with care: a value of the wrong shape is told by the schema and counts as absent here.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tasks.case.fee import TEIGAKU_YEN
from tasks.case.words import RequestKind
from tasks.policy.money import FREE_BY_LAW
from tasks.policy.terms import SOURCE_OURS, UNSPECIFIED

Raw = Mapping[str, Any]


class Contradiction(NamedTuple):
    """What is at odds, at which key, and what to write instead; a warning may stand, a mistake may not."""

    path: tuple[str, ...]
    says: str
    cure: str
    warning: bool = False


def contradictions(raw: Raw) -> Iterator[Contradiction]:
    """The mistakes between entries of a policy's table; warnings are told by `cautions`."""
    for rule in (_fees, _repeats, _duplicates, _unknown_kinds, _lapse, _days, _masking, _lists, _language, _identity):
        yield from rule(raw)


def table(raw: object, *keys: str) -> Raw:
    """The table at these keys, empty where there is none."""
    for key in keys:
        raw = raw.get(key) if isinstance(raw, Mapping) else None
    return raw if isinstance(raw, Mapping) else {}


def tables(raw: Raw, key: str) -> list[Raw]:
    """The tables of an array of tables, in order; what is no table is an empty one, so that numbers stay right."""
    value = raw.get(key)
    return [each if isinstance(each, Mapping) else {} for each in value] if isinstance(value, list | tuple) else []


def words(value: object) -> list[str]:
    """The words of a list; `unspecified` and everything else that is no list has none."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else []


def is_ours(source: object) -> bool:
    """Whether an entry's source says that it is a default of ours."""
    return isinstance(source, str) and source.startswith(SOURCE_OURS)


def payable_by_fixed_orders(yen: int) -> bool:
    """Whether fixed-denomination postal orders can make this amount (DOMAIN section 4)."""
    reached = {0}
    for amount in range(1, yen + 1):
        if any(amount - each in reached for each in TEIGAKU_YEN):
            reached.add(amount)
    return yen in reached


def _fees(raw: Raw) -> Iterator[Contradiction]:
    """Act Art. 38: a fee only for 32(2) and 33. An amount must be payable, and a means either taken or refused."""
    fee = table(raw, "fee")
    for key in ("kinds", "possible_kinds"):
        for kind in (kind for kind in words(fee.get(key)) if kind in FREE_BY_LAW):
            yield Contradiction(
                ("fee", key),
                f"the Act (Art. 38) allows no fee for {kind}",
                f'take "{kind}" out; a fee may be asked for purpose_notice and disclosure only',
            )
    for kind in sorted(set(words(fee.get("kinds"))) & set(words(fee.get("possible_kinds")))):
        yield Contradiction(
            ("fee", "possible_kinds"), f"{kind} is charged for certain and perhaps", "keep it in one of the two lists"
        )
    for means in sorted(set(words(fee.get("means"))) & set(words(fee.get("means_refused")))):
        yield Contradiction(
            ("fee", "means_refused"), f"{means} is taken and refused", "keep it in one of the two lists"
        )
    yield from _amount(fee)


def _amount(fee: Raw) -> Iterator[Contradiction]:
    amount, kinds, means = fee.get("amount_yen"), words(fee.get("kinds")), fee.get("means")
    if not isinstance(amount, int) or isinstance(amount, bool) or amount > 1_000_000:
        return
    if kinds and amount == 0:
        cure = "write kinds = [] where nothing is charged, or the amount"
        yield Contradiction(("fee", "amount_yen"), f"{', '.join(kinds)} would cost 0 yen", cure)
    if words(means) == ["teigaku_kogawase"] and amount > 0 and not payable_by_fixed_orders(amount):
        below, above = amount // 50 * 50, amount // 50 * 50 + 50
        near = " or ".join(f"{yen} yen" for yen in (below, above) if yen)
        yield Contradiction(
            ("fee", "amount_yen"),
            f"no fixed-denomination postal orders make {amount} yen, and no other means is taken",
            f"check the amount ({near} could be paid), or add the other means that the text takes, such as futsu_kogawase",
        )
    if kinds and isinstance(means, list | tuple) and not means:
        cure = 'name the means, or write means = "unspecified" where the text is silent'
        yield Contradiction(("fee", "means"), f"{', '.join(kinds)} costs a fee that no means can pay", cure)


_UNIQUE = {
    "ground": "number",
    "exclusion": "letter",
    "masking": "reason",
    "retention": "data",
    "forms": "code",
    "source_anomaly": "code",
    "source": "code",
}


def _repeats(raw: Raw) -> Iterator[Contradiction]:
    """A number, letter or code stands for one entry only."""
    for key, name in _UNIQUE.items():
        seen: set[str] = set()
        for index, entry in enumerate(tables(raw, key)):
            value = entry.get(name)
            if isinstance(value, str) and value in seen:
                says = f"{key} {name} {value} is given more than once"
                yield Contradiction((key, str(index), name), says, "give each its own, or take one entry out")
            seen |= {value} if isinstance(value, str) else set()


def _duplicates(raw: Raw) -> Iterator[Contradiction]:
    """A ground may repeat another one of the list, never itself."""
    numbers = [ground.get("number") for ground in tables(raw, "ground")]
    for index, ground in enumerate(tables(raw, "ground")):
        repeats, own = ground.get("duplicate_of"), ground.get("number")
        others = [number for number in numbers if isinstance(number, str) and number != own]
        if repeats is not None and repeats not in others:
            says = f"ground {own} repeats ground {repeats}, which is not listed beside it"
            cure = f"write one of {', '.join(dict.fromkeys(others)) or 'none'}, or take duplicate_of out"
            yield Contradiction(("ground", str(index), "duplicate_of"), says, cure)


def _named_kinds(raw: Raw) -> Iterator[tuple[tuple[str, ...], str, list[str]]]:
    for index, form in enumerate(tables(raw, "forms")):
        yield ("forms", str(index), "kinds"), "a form", words(form.get("kinds"))
    for key in ("kinds", "possible_kinds"):
        yield ("fee", key), "a fee", words(table(raw, "fee").get(key))
    yield ("requests", "consequences_kinds"), "a notice", words(table(raw, "requests").get("consequences_kinds"))
    yield ("reply", "promise_kinds"), "a promise", words(table(raw, "reply").get("promise_kinds"))
    for name in ("ground", "condition"):
        for index, entry in enumerate(tables(raw, name)):
            yield (name, str(index), "kinds"), f"a {name}", words(entry.get("kinds"))


def _unknown_kinds(raw: Raw) -> Iterator[Contradiction]:
    """What is said of a kind of request is of one that the policy accepts."""
    accepted = words(table(raw, "requests").get("kinds"))
    for path, what, kinds in _named_kinds(raw):
        for kind in kinds if accepted else ():
            if kind not in accepted and kind in set(RequestKind):  # an unknown word is told by the schema
                says = f"{kind} has {what} but is not among requests.kinds"
                yield Contradiction(path, says, f'add "{kind}" to requests.kinds, or take it out here')


def _lapse(raw: Raw) -> Iterator[Contradiction]:
    """DOMAIN section 5: "deemed withdrawn" stands only where the policy publishes it, in its own words."""
    requests = table(raw, "requests")
    said = requests.get("on_lapse")
    if said not in ("withdrawn", "refused"):
        return
    cure = 'write on_lapse = "unspecified": a person then decides what silence means'
    if is_ours(requests.get("source")):
        says = f"a request may count as {said} only where the company has published it, and this source is ours"
        yield Contradiction(("requests", "on_lapse"), says, cure)
    if requests.get("lapse_text_ja", UNSPECIFIED) == UNSPECIFIED:
        says = f"a request that counts as {said} needs the published words, for the letter to quote"
        yield Contradiction(("requests", "on_lapse"), says, f"give them in lapse_text_ja, or {cure}")


def _days(raw: Raw) -> Iterator[Contradiction]:
    """Our target lies within the company's promise, and a version ends after it began."""
    promised, target = table(raw, "reply").get("promise_days"), table(raw, "reply").get("internal_target_days")
    if isinstance(promised, int) and isinstance(target, int) and promised < target:
        says = f"our target of {target} days would overrun the promised {promised}"
        yield Contradiction(("reply", "internal_target_days"), says, f"write internal_target_days = {promised} or less")
    begins, ends = raw.get("effective_from"), raw.get("effective_until")
    if begins is not None and ends is not None and str(ends) < str(begins):
        cure = "write the last day on which this version holds, or leave it out"
        yield Contradiction(("effective_until",), f"it ends on {ends}, before it begins on {begins}", cure)


def _masking(raw: Raw) -> Iterator[Contradiction]:
    """A mark's `by` and its source agree on whether masking it is ours."""
    for index, rule in enumerate(tables(raw, "masking")):
        by, source = rule.get("by"), rule.get("source")
        if isinstance(by, str) and isinstance(source, str) and (by == SOURCE_OURS) != is_ours(source):
            says = f'by = "{by}", while its source {"is ours" if is_ours(source) else "is not"}'
            cure = (
                'write by = "ours" and a source that begins with "ours:", or by = "policy" or "law" and where it stands'
            )
            yield Contradiction(("masking", str(index), "by"), says, cure)


def _paired(raw: Raw) -> Iterator[tuple[tuple[str, ...], Raw, str, str]]:
    yield ("requests",), table(raw, "requests"), "self_service", "self_service_ja"
    for index, group in enumerate(tables(raw, "purpose")):
        yield ("purpose", str(index)), group, "purposes_en", "purposes_ja"


def _lists(raw: Raw) -> Iterator[Contradiction]:
    """A list in English and its Japanese rendering have the same entries."""
    for path, entry, english, japanese in _paired(raw):
        first, second = len(words(entry.get(english))), len(words(entry.get(japanese)))
        if first != second:
            says = f"{english} has {first} entries and {japanese} {second}; they must list the same"
            yield Contradiction((*path, japanese), says, "render each entry of the other list, in the same order")


def _language(raw: Raw) -> Iterator[Contradiction]:
    """The version that prevails is one that is published."""
    language = table(raw, "language")
    prevails, published = language.get("prevails"), words(language.get("published"))
    if isinstance(prevails, str) and prevails != UNSPECIFIED and published and prevails not in published:
        says = f"{prevails} prevails but is not among language.published"
        yield Contradiction(("language", "prevails"), says, f"write one of {', '.join(published)}, or unspecified")


def _identity(raw: Raw) -> Iterator[Contradiction]:
    """No more documents are needed than are listed."""
    for path in (("identity",), ("agent", "identity")):
        rule = table(raw, *path)
        accepted, needed = words(rule.get("accepted")), rule.get("number_needed")
        if accepted and isinstance(needed, int) and needed > len(accepted) and rule.get("other_official") is False:
            says = f"{needed} documents are needed and only {len(accepted)} accepted"
            cure = "list the others, or say other_official = true or unspecified"
            yield Contradiction((*path, "number_needed"), says, cure)
