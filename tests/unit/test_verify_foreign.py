"""The gate for any file: what redacted PDFs and pictures of other tools hide badly, each specimen made here."""

import json
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont
from typer.testing import CliRunner

from tasks.cli import _app
from tasks.engines.pdf import pictures_to_pdf
from tasks.redact.check_file import check_file, check_files

SECRET = "BT /F 14 Tf 1 0 0 1 60 150 Tm ({text}) Tj ET"
WORDS = SECRET.format(text="Secret 1234")
LINE = "BT /F 14 Tf 1 0 0 1 60 110 Tm (An ordinary line) Tj ET"
FONT = Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf")  # of fonts-ipaexfont, which make setup installs


@pytest.fixture
def unread(monkeypatch):
    """Without the second reader, which takes a second and which only labels need."""
    monkeypatch.setattr("tasks.redact.uncovered.read_words", lambda _: [])


def pdf_file(folder, drawing, *, change=None, **page_entries):
    """A page of 300 by 200 points with this drawing and Helvetica as /F; `change` may alter the document."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=document.make_indirect(font)))
    page = pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=[0, 0, 300, 200], Resources=resources, **page_entries)
    page.Contents = document.make_stream(drawing.encode())
    document.pages.append(pikepdf.Page(document.make_indirect(page)))
    if change:
        change(document)
    document.save(folder / "made.pdf")
    return folder / "made.pdf"


def reasons(path, **how):
    """The codes of all doubts about a file."""
    return {doubt.reason.value for page in check_file(path, **how).pages for doubt in page.doubts}


def annotated(**entries):
    """A change that adds an annotation with an appearance of one filled box."""

    def change(document):
        box = document.make_stream(b"1 1 1 rg 0 0 100 24 re f")
        box.Type, box.Subtype, box.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 100, 24])
        mark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Rect=[55, 143, 155, 167], F=4, AP=pikepdf.Dictionary(N=box), **entries
        )
        document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(mark)])

    return change


@pytest.mark.parametrize(
    ("colour", "after"),
    [
        ("0 g", ""),
        ("1 g", ""),
        ("1 0 0 rg", ""),
        ("0 g", "1 G 2 w 55 145 m 155 165 l S 55 165 m 155 145 l S 95 145 m 155 165 l S"),
        ("1 g", "0 g " + SECRET.format(text="Harmless 99")),
    ],
    ids=["black", "white", "red", "hatched", "written over"],
)
def test_text_under_a_box_is_found(tmp_path, colour, after):
    """Whatever the colour of the box, and whatever is drawn on it, the text beneath is still in the file."""
    assert reasons(pdf_file(tmp_path, f"{LINE} {WORDS} {colour} 55 143 100 24 re f {after}")) == {"text_under_box"}


@pytest.mark.parametrize("subtype", ["Square", "FreeText", "Stamp"])
def test_text_under_an_annotation_is_found(tmp_path, subtype):
    """A box that a viewer can drag away hides nothing."""
    path = pdf_file(tmp_path, f"{LINE} {WORDS}", change=annotated(Subtype=pikepdf.Name("/" + subtype)))
    assert reasons(path) == {"text_under_box"}


def test_a_mark_that_was_never_applied_is_found(tmp_path):
    """Marking a place for redaction takes nothing away."""
    path = pdf_file(tmp_path, f"{LINE} {WORDS}", change=annotated(Subtype=pikepdf.Name.Redact))
    assert "unapplied_mark" in reasons(path)


@pytest.mark.parametrize(
    ("drawing", "reason"),
    [
        (f"{LINE} 0 g 55 143 100 24 re f {WORDS}", "text_under_box"),
        (f"{LINE} 1 g {WORDS}", "invisible_text"),
        (f"{LINE} 3 Tr {WORDS}", "invisible_text"),
        (f"{LINE} 0 Tr {WORDS} 3 Tr {SECRET.format(text='Hidden 99')}", "invisible_text"),
        (f"{LINE} BT /F 14 Tf 1 0 0 1 60 250 Tm (Above) Tj ET", "text_outside_page"),
    ],
    ids=["black on black", "white on white", "without ink", "without ink over visible text", "off the page"],
)
def test_text_that_nobody_sees_is_found(tmp_path, drawing, reason):
    """Text in the colour of its ground, without ink, or off the page can be copied all the same."""
    assert reasons(pdf_file(tmp_path, drawing)) == {reason}


@pytest.mark.parametrize(
    "drawing",
    [
        f"{LINE} {WORDS}",
        f"{LINE} 0 g 55 143 100 24 re f",
        f"0.8 g 55 143 100 24 re f 0 g {LINE} {WORDS}",
        f"{LINE} 0 g 55 143 100 24 re f 1 g {WORDS}",
        f"{LINE} {WORDS} 0 g 55 147 100 1 re f",
        f"{LINE} {WORDS} 55 143 100 24 re S",
        f"{LINE} {SECRET.format(text='Redacted')} 55 143 100 24 re f",
        f"{LINE} {SECRET.format(text='   . . -')} 55 143 100 24 re f",
        f"q 0.001 0 0 0.001 0 0 cm 9000 w 0 0 m 300000 200000 l S Q {LINE} {WORDS}",
    ],
    ids=["plain", "truly gone", "shaded cell", "white on black", "underlined", "framed", "reason", "blanks", "rule"],
)
def test_ordinary_pages_are_clean(tmp_path, drawing):
    """Shading, rules, frames, white headings and boxes over nothing are no bad redactions."""
    assert reasons(pdf_file(tmp_path, drawing)) == set()


def test_boxes_are_placed_on_the_page_as_it_is_shown(tmp_path):
    """A turned page with a crop box counts from its corner as a viewer shows it."""
    path = pdf_file(tmp_path, f"{LINE} {WORDS} 0 g 55 143 100 24 re f", Rotate=90, CropBox=[50, 50, 250, 190])
    (doubt,) = check_file(path).pages[0].doubts
    x0, y0, x1, y1 = doubt.box
    assert 0.6 < x0 < x1 < 0.95
    assert 0.02 < y0 < y1 < 0.6


def test_text_under_a_see_through_box_is_found(tmp_path):
    """A dark box through which the letters are darker still hides them from a glance only."""

    def see_through_ink(document):
        document.pages[0].Resources.ExtGState = pikepdf.Dictionary(G=pikepdf.Dictionary(ca=0.7))

    path = pdf_file(tmp_path, f"{LINE} {WORDS} /G gs 0 g 55 143 100 24 re f", change=see_through_ink)
    assert reasons(path) == {"see_through"}


def with_picture(picture):
    """A change that puts a picture over the whole page, below what is drawn."""

    def change(document):
        image = pikepdf.Stream(document, cv2.imencode(".jpg", picture)[1].tobytes())
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Height, image.Width, image.BitsPerComponent = *picture.shape[:2], 8
        image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
        document.pages[0].Resources.XObject = pikepdf.Dictionary(P=document.make_indirect(image))

    return change


def written_picture():
    """A picture of 900 by 600 pixels with a line of writing where the tests' boxes are."""
    picture = np.full((600, 900, 3), 255, np.uint8)
    cv2.putText(picture, "Secret 1234", (180, 150), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (0, 0, 0), 4)
    return picture


def test_a_box_over_a_picture_is_found(tmp_path, unread):
    """The picture beneath a box that was only drawn is whole."""
    drawing = f"q 300 0 0 200 0 0 cm /P Do Q {LINE} 0 g 55 143 110 24 re f"
    assert reasons(pdf_file(tmp_path, drawing, change=with_picture(written_picture()))) == {"picture_under_box"}
    empty = np.full((600, 900, 3), 255, np.uint8)
    assert reasons(pdf_file(tmp_path, drawing, change=with_picture(empty))) == set()


def test_searchable_scans_are_clean_until_a_bar_has_text_under_it(tmp_path, unread):
    """An invisible layer over scanned letters is a note; over a painted bar it is what the bar was to hide."""
    drawing = f"q 300 0 0 200 0 0 cm /P Do Q {LINE} 3 Tr {WORDS}"
    verdict = check_file(pdf_file(tmp_path, drawing, change=with_picture(written_picture())))
    assert verdict.clean
    assert any("invisible text" in note for note in verdict.notes)
    picture = written_picture()
    picture[100:170, 165:500] = 0
    assert reasons(pdf_file(tmp_path, drawing, change=with_picture(picture))) == {"text_under_box"}


def revised(path, drawing):
    """Appends a revision in which object 4's stream, the page's contents, is another."""
    content = path.read_bytes()
    with pikepdf.open(path) as document:
        number = document.pages[0].Contents.objgen[0]
        size, root = len(document.objects) + 1, document.Root.objgen[0]
    body = f"\n{number} 0 obj\n<</Length {len(drawing)}>>\nstream\n{drawing}\nendstream\nendobj\n".encode()
    start = content[: content.rindex(b"%%EOF")].rindex(b"startxref")
    before = int(content[start:].split()[1])
    table = f"xref\n{number} 1\n{len(content) + 1:010d} 00000 n \n".encode()
    trailer = f"trailer\n<</Size {size}/Root {root} 0 R/Prev {before}>>\nstartxref\n{len(content + body)}\n%%EOF\n"
    path.write_bytes(content + body + table + trailer.encode())
    return path


def test_an_earlier_revision_that_shows_more_is_found(tmp_path, unread):
    """Saving changes behind the old file leaves the old page in it; a revision that only adds is no doubt."""
    box = "0 g 55 143 100 24 re f"
    assert reasons(revised(pdf_file(tmp_path, f"{LINE} {WORDS}"), f"{LINE} {box}")) == {"earlier_revision"}
    assert reasons(revised(pdf_file(tmp_path, LINE), f"{LINE} {WORDS}")) == set()


def test_spare_parts_are_notes_and_in_our_own_files_doubts(tmp_path):
    """A foreign file may have metadata and attachments, and one is told; a derived file of ours may not."""

    def attach(document):
        document.attachments["original.txt"] = b"whole"

    path = pdf_file(tmp_path, LINE, change=attach)
    verdict = check_file(path)
    assert verdict.clean
    assert any("attachments" in note for note in verdict.notes)
    assert reasons(path, strict=True) == {"spare_part"}


ROWS = ((200, 300, "住民票の写し"), (200, 420, "氏名"), (400, 420, "開示太郎"), (200, 520, "本籍"), (200, 620, "住所"),
        (400, 620, "東京都千代田区霞が関三丁目"))  # fmt: skip
DOMICILE = "石川県金沢市広坂一丁目1番1号"


def register(value=DOMICILE):
    """A page (H, W, 3) uint8 BGR with a domicile, and the box of that in pixels."""
    page = Image.new("RGB", (1240, 1000), "white")
    font, pen = ImageFont.truetype(str(FONT), 40), ImageDraw.Draw(page)
    for x, y, text in (*ROWS, (400, 520, value)):
        pen.text((x, y), text, font=font, fill="black")
    return np.array(page)[:, :, ::-1].copy(), pen.textbbox((400, 520), value, font=font)


def barred(left=-8, top=-8, right=8, bottom=8):
    """The page with a black bar over the domicile, grown by so many pixels on each side."""
    page, (x0, y0, x1, y1) = register()
    page[int(y0 + top) : int(y1 + bottom), int(x0 + left) : int(x1 + right)] = 0
    return page


def see_through():
    """The page with a bar through which the letters are darker by a few levels."""
    page, (x0, y0, x1, y1) = register()
    part = page[int(y0) - 8 : int(y1) + 8, int(x0) - 8 : int(x1) + 8]
    part[:] = (part * 0.12 + 15).astype(np.uint8)
    return page


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (barred, set()),
        (see_through, {"see_through"}),
        (lambda: barred(top=10), {"letters_show"}),
        (lambda: barred(bottom=-10), {"letters_show"}),
        (lambda: barred(right=-25), {"letters_show"}),
    ],
    ids=["covered", "see-through", "heads", "feet", "cut letter"],
)
def test_a_bar_on_a_picture_covers_whole_letters_in_one_colour(tmp_path, unread, make, expected):
    """Heads, feet and cut letters beside a bar, and letters that show through it, are found without reading them."""
    cv2.imwrite(str(tmp_path / "page.png"), make())
    assert reasons(tmp_path / "page.png") == expected


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (barred, False),
        (lambda: register("省略")[0], False),
        (lambda: register()[0], True),
        (lambda: np.rot90(barred(right=-80)), True),
    ],
    ids=["covered", "omitted", "uncovered", "tail, on its side"],
)
def test_a_domicile_label_has_nothing_uncovered_beside_it(tmp_path, make, found):
    """The value beside 本籍 is covered whole, unless it says that it was left out."""
    cv2.imwrite(str(tmp_path / "page.png"), make())
    assert ("uncovered_domicile" in reasons(tmp_path / "page.png")) is found


def test_our_own_file_passes_the_strict_gate(tmp_path, unread):
    """What kaiji itself writes is clean by its own gate."""
    page = np.full((600, 900, 3), 250, np.uint8)
    page[100:160, 200:600] = 0
    (tmp_path / "own.pdf").write_bytes(pictures_to_pdf([(page, 200)]))
    assert check_file(tmp_path / "own.pdf", strict=True).clean


def test_the_command_says_which_files_are_clean_and_no_text_of_theirs(tmp_path):
    """Exit 0 only when all are clean; no doubt repeats what stands on the page, and a broken file is not clean."""
    good = pdf_file(tmp_path, LINE).rename(tmp_path / "good.pdf")
    bad = pdf_file(tmp_path, f"{LINE} {WORDS} 0 g 55 143 100 24 re f").rename(tmp_path / "bad.pdf")
    assert CliRunner().invoke(_app, ["verify", str(good)]).exit_code == 0
    shown = CliRunner().invoke(_app, ["verify", str(good), str(bad), "--json"])
    assert shown.exit_code == 1
    report = json.loads(shown.output)
    assert [each["clean"] for each in report] == [True, False]
    assert report[1]["doubts"][0]["reason"] == "text_under_box"
    assert "Secret" not in shown.output
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (broken,) = check_files([tmp_path / "broken.pdf"])
    assert not broken.clean
    assert broken.refusal
