"""The file of a letter: PDF/A-2b as far as it can be checked here, tagged, the same bytes each time, nobody's data in it."""

import io
import os
import re
import subprocess
import sys
from functools import cache
from itertools import product
from typing import Any

import pikepdf
import pytest

from tasks.case.letters import AnnexTable, LetterKind
from tasks.engines.weasyprint_pdf import html_to_pdf
from tasks.reply.render_letter import render_letter
from tests.support import english_letters
from tests.unit.test_letters import ROWS, a_letter

BOTH = ["ja", "en"]
KINDS = [LetterKind.DISCLOSE, LetterKind.DEFICIENCY, LetterKind.REFUSE]
FORBIDDEN = {
    "/JavaScript",
    "/Launch",
    "/Movie",
    "/Sound",
    "/ResetForm",
    "/ImportData",
    "/EmbeddedFile",
    "/FileAttachment",
}


@cache
def the_pdf(language: str, kind: LetterKind) -> bytes:
    """A short letter with the code of returned mail; one that asks for papers has a return slip as well."""
    make = a_letter if language == "ja" else english_letters.a_letter
    slip = {"slip_code": "KJ1-K26"} if kind is LetterKind.DEFICIENCY else {}
    return render_letter(make(kind, return_code="KAIJI R/K-2026-000123-1", **slip))


@cache
def opened(language: str, kind: LetterKind) -> pikepdf.Pdf:
    """The letter as pikepdf reads it."""
    return pikepdf.open(io.BytesIO(the_pdf(language, kind)))


def dictionaries(document: pikepdf.Pdf) -> list[Any]:
    """Every dictionary and stream of a file, with those that stand inside others."""
    found, waiting = [], list(document.objects)
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            found.append(thing)
            waiting.extend(each for each in dict(thing.items()).values() if _is_direct(each))
        elif isinstance(thing, pikepdf.Array):
            waiting.extend(each for each in thing if _is_direct(each))
    return found


def _is_direct(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Object) and not thing.is_indirect


@pytest.mark.parametrize(("language", "kind"), list(product(BOTH, KINDS)))
def test_a_letter_keeps_the_rules_of_pdf_a(language: str, kind: LetterKind) -> None:
    """Its syntax is whole, its colours have one profile, and nothing hides, moves, runs or is encrypted."""
    document = opened(language, kind)
    assert document.check_pdf_syntax() == []
    assert not document.is_encrypted
    assert "/ID" in document.trailer
    (intent,) = document.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    assert "/Filter" not in document.Root.Metadata
    xmp = document.Root.Metadata.read_bytes().decode()
    assert re.findall(r'pdfaid:(?:part|conformance)="(\w)"', xmp) == ["2", "B"]
    assert not {"/AA", "/OpenAction", "/AcroForm", "/OCProperties"} & set(document.Root.keys())
    assert set(document.Root.get("/Names", {}).keys()) <= {"/Dests"}
    for thing in dictionaries(document):
        assert not {str(thing.get(name)) for name in ("/S", "/Type", "/Subtype")} & FORBIDDEN
        assert "/Annots" not in thing
        assert "/TR" not in thing
        assert "/LZWDecode" not in str(thing.get("/Filter", ""))


@pytest.mark.parametrize(("language", "kind"), list(product(BOTH, KINDS)))
def test_nothing_in_a_letter_is_transparent(language: str, kind: LetterKind) -> None:
    """No mask, no blending, no group, and every opacity is whole, so that every printer prints the same."""
    for thing in dictionaries(opened(language, kind)):
        assert "/Group" not in thing
        assert thing.get("/SMask", "/None") == "/None"
        assert thing.get("/BM", "/Normal") == "/Normal"
        assert {float(thing[name]) for name in ("/ca", "/CA") if name in thing} <= {1.0}


@pytest.mark.parametrize(("language", "kind"), list(product(BOTH, KINDS)))
def test_every_font_is_in_the_file_and_can_be_read_out(language: str, kind: LetterKind) -> None:
    """TrueType programs with a map back to text; a widths table; no empty resource."""
    document = opened(language, kind)
    fonts = [thing for thing in dictionaries(document) if thing.get("/Type") == "/Font"]
    assert fonts
    for font in fonts:
        if font.Subtype == "/Type0":
            assert "/ToUnicode" in font
        else:
            assert font.Subtype == "/CIDFontType2"
            assert "/FontFile2" in font.FontDescriptor
            assert font.CIDToGIDMap == "/Identity"
            assert "/W" in font
    for page in document.pages:
        assert all(len(value) for value in page.Resources.values() if isinstance(value, pikepdf.Dictionary))


def tree(element: Any, parent: str = "") -> list[tuple[str, str, Any]]:
    """Each element of the structure with its parent's name, in the order of reading."""
    if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
        return []
    kids = element.get("/K", [])
    below = [tree(kid, str(element.S)) for kid in (kids if isinstance(kids, pikepdf.Array) else [kids])]
    return [(str(element.S), parent, element), *(each for one in below for each in one)]


@pytest.mark.parametrize(("language", "kind"), list(product(BOTH, KINDS)))
def test_a_letter_is_tagged(language: str, kind: LetterKind) -> None:
    """Language, headings, paragraphs, lists and tables with their heads stand in the structure; each drawing is told."""
    root = opened(language, kind).Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == language
    assert root.ViewerPreferences.DisplayDocTitle
    found = tree(root.StructTreeRoot.K[0])
    names = [name for name, _parent, _element in found]
    assert names[0] == "/Document"
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD"} <= set(names)
    assert {parent for name, parent, _ in found if name in ("/TH", "/TD")} == {"/TR"}
    figures = [element for name, _parent, element in found if name == "/Figure"]
    assert len(figures) == (2 if kind is LetterKind.DEFICIENCY else 1)
    assert all("QR" in str(element.Alt) for element in figures)


@pytest.mark.parametrize("language", BOTH)
def test_a_table_that_runs_on_has_its_heads_in_every_part(language: str) -> None:
    """A cell of an annex names the heads of its columns, also on later pages."""
    make = a_letter if language == "ja" else english_letters.a_letter
    rows = tuple((label, f"{value} " * 30) for label, value in ROWS[:1] * 40)
    pdf = render_letter(make(LetterKind.DISCLOSE, annex=(AnnexTable("A", rows),)))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        cells = [element for name, _, element in tree(document.Root.StructTreeRoot.K[0]) if name == "/TD"]
    assert len(cells) > 80
    assert all(len(cell.A.Headers) for cell in cells)


@pytest.mark.parametrize(("language", "kind"), list(product(BOTH, KINDS)))
def test_the_metadata_tells_the_kind_and_nobody(language: str, kind: LetterKind) -> None:
    """Title and producer only: no author, no date, no name and no address."""
    document = opened(language, kind)
    assert set(document.docinfo.keys()) == {"/Producer", "/Title"}
    xmp = document.Root.Metadata.read_bytes().decode()
    assert not [word for word in ("Date", "creator", "佐藤", "Whitfield", "2026", "K26") if word in xmp]


def test_another_process_writes_the_same_bytes() -> None:
    """A letter's digest is the same whatever was written before it, and whatever the hash seed."""
    program = (
        "import hashlib; from tests.unit.test_letter_pdf import *;"
        "print(hashlib.sha256(the_pdf('en', LetterKind.REFUSE)).hexdigest(),"
        "hashlib.sha256(the_pdf('ja', LetterKind.REFUSE)).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True, capture_output=True, text=True, env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1


def test_a_page_that_ends_almost_empty_is_set_closer() -> None:
    """The closer text is taken where it spares the page, and only there."""
    page = '<!DOCTYPE html><html lang="en"><title>T</title><body><div></div><p id="end">End</p>'
    style = "div {{ height: {}mm }} .close div {{ height: 279mm }} .closer div {{ height: {}mm }}"
    taken = [
        len(pikepdf.open(io.BytesIO(html_to_pdf(page, style.format(*heights), {}, closer=["close", "closer"]))).pages)
        for heights in ((280, 200), (280, 279), (100, 50))
    ]
    assert taken == [1, 2, 1]
