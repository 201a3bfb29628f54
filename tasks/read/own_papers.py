"""Treats kaiji's own papers as what they are: turned as their marks lie, of the kind their code says, read by their boxes."""

from collections.abc import Sequence
from dataclasses import replace

from tasks.case.matching import Match, match_names
from tasks.case.words import PageKind
from tasks.engines.geometry import Box, overlap
from tasks.engines.label_values import Value
from tasks.engines.page_layout import Line
from tasks.read.authority_fields import authority_fields
from tasks.read.form_fields import form_fields
from tasks.read.found import Found
from tasks.read.kinds import CARDS
from tasks.read.prescribed import UNREAD, bears_marks, prescribed_page
from tasks.read.prescribed_doubts import TO_A_PERSON, doubted
from tasks.read.prescribed_fields import prescribed_fields, unticked_words
from tasks.read.upright_pages import ReadPage, read_at

_BY_ITS_CODE = 0.99  # how sure a page's kind is that its own code tells
_LETTERS = 1.5  # heights of a line: what reaches farther into an option's words is more than its edge


def told_by_code(page: ReadPage) -> ReadPage:
    """A page with what its own code tells, turned as its marks lie; any other page as it is.

    A power of attorney with our marks and no code that could be read lists what it is for with boxes nobody can read then.
    A card copied onto a page of instructions stays a card.
    """
    seen = prescribed_page(page.upright)
    if seen is None:
        lost = page.kind is PageKind.POA and bears_marks(page.upright)
        return replace(page, code=UNREAD, confidence=min(page.confidence, TO_A_PERSON)) if lost else page
    if seen.paper and seen.paper.turn:
        turned = read_at(page.image, (page.upright.rotation + seen.paper.turn) % 360)
        page, seen = turned.told(page.kind, page.confidence), prescribed_page(turned.upright) or seen
    card = page.kind in CARDS and page.confidence >= TO_A_PERSON
    kind = page.kind if seen.kind is None or (seen.kind is PageKind.OTHER and card) else seen.kind
    return replace(page, code=seen, kind=kind, confidence=_BY_ITS_CODE if kind is seen.kind else page.confidence)


def fields_of_form(page: ReadPage) -> list[Found]:
    """The fields of a page of a form, by its boxes where it has any that can be found."""
    ordinary = form_fields(page)
    return prescribed_fields(page, page.code, ordinary) if page.code and page.code.layout else ordinary


def authority_of(proof: ReadPage) -> list[Found]:
    """The fields of our own power of attorney by its boxes; without them an ordinary reading that nobody relies on."""
    if proof.code and proof.code.layout:
        return prescribed_fields(proof, proof.code)
    return [doubted(each) for each in authority_fields([proof], None, has_agent=True)]


def printed_for(pages: Sequence[ReadPage]) -> list[Found]:
    """`form.policy`: the policies for which the prescribed papers of a packet were printed, comma-joined; [] for none."""
    coded = [(page, page.code.form.policy) for page in pages if page.code and page.code.form]
    if not coded:
        return []
    page, codes = coded[0][0], ",".join(sorted({policy for _, policy in coded}))
    width, height = page.upright.size
    return [Found("form.policy", page, Value(codes, (0.0, 0.0, width, height), _BY_ITS_CODE), codes)]


def unticked_lines(page: ReadPage) -> list[Line]:
    """The lines of a power of attorney that hold words of options nobody ticked: they are no words of its giver.

    A line that runs over two options goes as a whole: what it says is then asked for, never granted.
    """
    if page.code is None or page.kind is not PageKind.POA:
        return []
    words = unticked_words(page.code)
    return [line for line in page.layout.lines if any(_reaches(line, box) for box in words)]


def _reaches(line: Line, words: Box) -> bool:
    left, top, right, bottom = overlap(line.box, words)
    return right - left > _LETTERS * line.height and bottom - top > 0.5 * line.height


def one_person(fields: dict[str, Found], found: Sequence[Found]) -> dict[str, Found]:
    """The fields, the person's name in doubt where the agent's own form names somebody else."""
    own = fields.get("person.name")
    others = [each.value.text for each in found if each.name == "person.name" and each.page.code]
    if own and any(match_names(own.value.text, other) is Match.MISMATCH for other in others):
        return fields | {own.name: doubted(own)}
    return fields
