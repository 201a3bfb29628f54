"""Proves that a letter from a company's own template still says what kaiji's would: a reason left out is a wrong letter."""

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from tasks.reply.letter_templates import Templates
from tasks.reply.template_faults import Fault

# What a company may not leave out; its own address, hours and the like it may.
_NEEDED = frozenset(
    {
        "number",
        "case_number",
        "annex",
        "withheld",
        "search",
        "self_service",
        "purposes",
        "grounds",
        "reason",
        "corrected",
        "changes",
        "measure",
        "offered_method",
        "returned",
        "package",
        "password",
        "deficiencies",
        "complaint_body",
        "masked_under",
    }
)
_GIVEN = frozenset({"masked_under"})  # beside the letter, reckoned from it


def unsaid_faults(
    texts: Iterable[tuple[str, str]], html: str, ours: str, templates: Templates, kind: str
) -> Iterator[Fault]:
    """Each field of the letter, or word given beside it, (its name and text) that `ours` prints and `html` does not, told once."""
    shown, due = _bare(html), _bare(ours)
    lost = (
        place for place, text in texts if _bare(text, marked=False) in due and _bare(text, marked=False) not in shown
    )
    where = templates.changed_for(kind)[0].shown
    for field in dict.fromkeys(place.split(".")[0] for place in lost):
        if field in _NEEDED:
            name = field if field in _GIVEN else f"letter.{field}"
            yield Fault(where, 1, f"does not print {name}, which this letter must say")


def _bare(text: str, *, marked: bool = True) -> str:
    return "".join((Markup(text).striptags() if marked else text).split())  # noqa: S704  # read, never printed
