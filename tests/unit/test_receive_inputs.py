"""Whatever people send is opened as a viewer shows it, or refused with a sentence that says what to do and names nobody."""

import base64
import io
import json
import zipfile
from email.header import Header
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart

import numpy as np
import pikepdf
import pillow_heif
import pytest
from pikepdf import Dictionary, Name
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

from tasks.case.errors import UnreadablePacket
from tasks.engines.image_files import LONGEST_SIDE, _beside_a_page
from tasks.receive.page_images import open_pages
from tasks.store.sealed import Sealed

pillow_heif.register_heif_opener()

ORIENTATION = 0x0112
SENDER = "山田花子"  # made up; no refusal may repeat it


def arrow(size=(64, 96), mode="RGB"):
    """A white page with its upper left quarter black: whoever turns it wrongly is found out."""
    page = Image.new("L", size, 255)
    page.paste(0, (0, 0, size[0] // 2, size[1] // 2))
    return page.convert(mode)


def turned(page, orientation):
    """The page as a camera stores it that means to have it shown by `orientation`."""
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    return page if orientation == 1 else page.transpose(Image.Transpose(back[orientation]))


def shows_arrow(image):
    """Whether the upper left quarter is black and the others are not."""
    height, width = image.shape[0] // 2, image.shape[1] // 2
    inside = [q[q.shape[0] // 4 : -(q.shape[0] // 4), q.shape[1] // 4 : -(q.shape[1] // 4)].mean() for q in (
        image[:height, :width], image[:height, width:], image[height:, :width], image[height:, width:],
    )]  # fmt: skip
    return inside[0] < 40 and min(inside[1:]) > 200


def stored(page, form, **how):
    """The page's bytes in one picture format."""
    written = io.BytesIO()
    page.save(written, form, **how)
    return written.getvalue()


def opened(tmp_path, name, content):
    """The pages of a packet of one file."""
    (tmp_path / name).write_bytes(content)
    return open_pages(tmp_path / name)


def refusal(tmp_path, name, content):
    """Why a packet of one file is refused."""
    with pytest.raises(UnreadablePacket) as refused:
        opened(tmp_path, name, content)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert SENDER not in sentence
    assert name not in sentence
    return sentence


# --- pictures


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("form", "how"),
    [("JPEG", {"quality": 95}), ("PNG", {}), ("WEBP", {"lossless": True}), ("HEIF", {"quality": 95}),
     ("HEIF", {"quality": 96}), ("TIFF", {}), ("TIFF", {"compression": "tiff_lzw"})],
    ids=["jpeg", "png", "webp", "heic", "heic by exif alone", "tiff", "tiff-lzw"],
)  # fmt: skip
def test_a_picture_is_turned_as_its_orientation_says(tmp_path, form, how, orientation):
    """All eight orientations, in every format that has them; a HEIC is turned once, whichever way says so."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif = exif.tobytes() if how.get("quality") == 95 else exif  # pillow-heif writes irot and imir for bytes only
    (page,) = opened(tmp_path, "a.png", stored(turned(arrow(), orientation), form, exif=exif, **how))
    assert page.image.shape == (96, 64, 3)
    assert shows_arrow(page.image)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16", "I"])
def test_a_png_or_tiff_of_any_depth_shows_black_on_white(tmp_path, mode):
    """One bit, sixteen bits, palettes and transparency all end as the same page."""
    grey = arrow(mode="L")
    if mode in {"I;16", "I"}:
        deep = np.asarray(grey).astype(np.uint16 if mode == "I;16" else np.int32) * 257
        page = Image.fromarray(deep)
    else:
        page = grey.convert("RGB").convert("P") if mode == "P" else grey.convert("RGBA" if mode == "PA" else mode)
        page = page.convert("PA") if mode == "PA" else page
    (shown,) = opened(tmp_path, "a.tif", stored(page, "TIFF" if mode in {"PA", "I"} else "PNG"))
    assert shows_arrow(shown.image)


def test_what_is_transparent_is_paper(tmp_path):
    """A viewer shows white where a picture holds nothing, also by a palette's transparent colour."""
    clear = Image.new("RGBA", (64, 96), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0, 32, 48))
    assert shows_arrow(opened(tmp_path, "a.png", stored(clear, "PNG"))[0].image)
    palette = arrow().convert("P")
    white = palette.getpixel((60, 90))
    palette.putpalette([0, 0, 0] * 256)
    assert shows_arrow(opened(tmp_path, "b.png", stored(palette, "PNG", transparency=white))[0].image)


def test_a_scan_for_print_keeps_its_colours(tmp_path):
    """A CMYK JPEG is shown as RGB and not as its negative."""
    assert shows_arrow(opened(tmp_path, "a.jpg", stored(arrow().convert("CMYK"), "JPEG", quality=95))[0].image)


@pytest.mark.parametrize("bits", [1, 8, 16])
def test_a_tiff_may_say_that_its_zero_is_white(tmp_path, bits):
    """Fax software stores ink as ones; Pillow writes and reads that for up to eight bits, and not for more."""
    page = arrow(mode="1" if bits == 1 else "L")
    if bits == 16:
        page = Image.fromarray((255 - np.asarray(page)).astype(np.uint16) * 257)
    content = stored(page, "TIFF", tiffinfo={262: 0})
    with Image.open(io.BytesIO(content)) as written:
        assert written.tag_v2[262] == 0
    assert shows_arrow(opened(tmp_path, "a.tif", content)[0].image)


def test_a_fax_is_stretched_to_the_shape_of_its_paper(tmp_path):
    """A fax at 204 by 98 dots an inch is as tall as its paper, upright or stored on its side."""
    fax = arrow((1728, 1146), "1")
    (page,) = opened(tmp_path, "a.tif", stored(fax, "TIFF", compression="group4", dpi=(204, 98)))
    assert page.image.shape[1] == 1728
    assert abs(page.image.shape[0] - 1146 * 204 / 98) <= 1
    assert page.dpi == 204
    assert shows_arrow(page.image)
    side = stored(turned(fax, 6), "TIFF", compression="group4", dpi=(98, 204), tiffinfo={ORIENTATION: 6})
    assert opened(tmp_path, "b.tif", side)[0].image.shape == page.image.shape


def test_only_the_first_picture_of_a_phones_multi_picture_file_is_the_photo(tmp_path):
    """The others are its depth, its brightness or the other eye."""
    content = stored(arrow(), "MPO", save_all=True, append_images=[Image.new("RGB", (64, 96))])
    assert [page.source for page in opened(tmp_path, "a.jpg", content)] == ["a.jpg#1"]


def test_pictures_side_by_side_in_one_heic_are_pages_and_a_second_eye_is_not(tmp_path):
    """Nothing is lost, but a spatial photo, which says that its pictures are one view, is one page."""
    pair = pillow_heif.from_pillow(arrow())
    pair.add_from_pillow(arrow())
    written = io.BytesIO()
    pair.save(written, quality=95)
    assert len(opened(tmp_path, "a.heic", written.getvalue())) == 2
    eye = arrow()  # pillow-heif reads such groups and does not write them
    eye.info = {"primary": False, "entity_groups": [{"type": "ster", "images": [0, 1]}]}
    assert [_beside_a_page(eye, number) for number in (1, 2)] == [True, False]


def test_a_tiffs_thumbnail_is_no_page(tmp_path):
    """What says that it is a reduced picture of another is not read twice."""
    page, small = (arrow(), {}), (arrow((16, 24)), {254: 1})
    for frames in ([page, small, page], [small, page, page]):
        assert len(opened(tmp_path, "a.tif", tiff_of(frames))) == 2
    assert "thumbnail" in refusal(tmp_path, "b.tif", tiff_of([small]))


def tiff_of(frames):
    """A TIFF of frames with tags of their own."""
    written = io.BytesIO()
    with AppendingTiffWriter(written, new=True) as writer:
        for frame, tags in frames:
            frame.save(writer, "TIFF", tiffinfo=tags)
            writer.newFrame()
    return written.getvalue()


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_is_refused(tmp_path, form):
    """Nobody can say which of its moments was meant."""
    content = stored(arrow(), form, save_all=True, append_images=[Image.new("RGB", (64, 96), "red")], duration=100)
    assert "still" in refusal(tmp_path, "a.webp", content)


def test_a_still_gif_is_a_page(tmp_path):
    """Some office software sends scans so."""
    assert shows_arrow(opened(tmp_path, "a.gif", stored(arrow(mode="P"), "GIF"))[0].image)


def test_a_fine_scan_is_kept_at_what_readers_use(tmp_path):
    """A4 at 600 dpi is kept at 308, and its paper keeps its size."""
    (page,) = opened(tmp_path, "a.tif", stored(arrow((4960, 7016), "1"), "TIFF", compression="group4", dpi=(600, 600)))
    assert page.image.shape == (LONGEST_SIDE, 2545, 3)
    assert page.dpi == 308


def test_a_photo_of_a_hundred_million_pixels_is_opened(tmp_path):
    """New phones take them; they are decoded at half their size, and the density follows."""
    photo = Image.new("L", (11_000, 9_000), 255)
    photo.paste(0, (0, 0, 5_500, 4_500))
    (page,) = opened(tmp_path, "a.jpg", stored(photo, "JPEG", dpi=(900, 900)))
    assert page.image.shape == (2945, LONGEST_SIDE, 3)
    assert page.dpi == 295
    assert shows_arrow(page.image)


@pytest.mark.parametrize("size", [(5, 5), (2000, 20)])
def test_a_speck_or_a_thread_is_no_page(tmp_path, size):
    """A tracking pixel or a ruled line cannot hold a document."""
    assert "too small or too narrow" in refusal(tmp_path, "a.png", stored(Image.new("L", size), "PNG"))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF", "TIFF"])
def test_a_picture_cut_off_is_refused(tmp_path, form):
    """Half a scan is not a scan."""
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (96, 64, 3), dtype=np.uint8))
    content = stored(noise, form)
    assert "broken" in refusal(tmp_path, "a.jpg", content[: len(content) // 2])


def test_a_file_is_opened_by_what_it_is(tmp_path):
    """People and phones give files the wrong ending."""
    for name, content in (
        ("a.jpg", stored(arrow(), "HEIF", quality=95)),
        ("a.pdf", stored(arrow(), "JPEG", quality=95)),
        ("a.png", pdf_of(b"0 g 0 48 32 48 re f", box=(0, 0, 64, 96))),
    ):
        assert shows_arrow(opened(tmp_path, name, content)[0].image), name


def test_postscript_is_not_run(tmp_path):
    """Pillow would hand it to Ghostscript, whatever its name says."""
    assert "broken" in refusal(tmp_path, "a.png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 96\nshowpage\n")


# --- PDF


def pdf_of(drawing, box=(0, 0, 612, 792), pages=1, how=None, **keys):
    """A PDF whose pages hold the same drawing; `keys` go into each page, `how` says how it is saved."""
    document = pikepdf.new()
    for _ in range(pages):
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page = Dictionary(
            Type=Name.Page, MediaBox=list(box), Contents=document.make_stream(drawing),
            Resources=Dictionary(Font=Dictionary(F=font)), **keys,
        )  # fmt: skip
        document.pages.append(pikepdf.Page(document.make_indirect(page)))
    return saved(document, **(how or {}))


def saved(document, **how):
    written = io.BytesIO()
    document.save(written, **how)
    return written.getvalue()


def scan_pdf(page, box, matrix=None, **keys):
    """A PDF page that is one picture, as scanners make it."""
    document = pikepdf.new()
    image = pikepdf.Stream(document, page.tobytes())
    image.Type, image.Subtype, image.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
    image.Width, image.Height, image.BitsPerComponent = page.width, page.height, 1 if page.mode == "1" else 8
    placed = matrix or (box[0], 0, 0, box[1], 0, 0)
    drawing = b"q " + " ".join(f"{side:.4f}" for side in placed).encode() + b" cm /P Do Q"
    made = Dictionary(
        Type=Name.Page, MediaBox=[0, 0, *box], Contents=document.make_stream(drawing),
        Resources=Dictionary(XObject=Dictionary(P=document.make_indirect(image))), **keys,
    )  # fmt: skip
    document.pages.append(pikepdf.Page(document.make_indirect(made)))
    return saved(document, compress_streams=True)


QUARTER = b"0 g 0 396 306 396 re f"


@pytest.mark.parametrize(
    ("rotate", "corner"), [(90, (0, 1)), (180, (1, 1)), (270, (1, 0)), (-90, (1, 0)), (450, (0, 1))]
)
def test_a_page_is_turned_as_its_pdf_says(tmp_path, rotate, corner):
    """/Rotate is part of what was received, also below zero and beyond a full turn."""
    (page,) = opened(tmp_path, "a.pdf", pdf_of(QUARTER, Rotate=rotate))
    height, width = page.image.shape[:2]
    assert (width > height) == (rotate % 180 != 0)
    black = page.image[height // 4 :: height // 2, width // 4 :: width // 2][:2, :2, 0] < 40
    assert [tuple(at) for at in np.argwhere(black)] == [corner]


def test_only_what_a_pages_crop_shows_is_the_page(tmp_path):
    """A CropBox within the MediaBox is what a viewer shows."""
    content = pdf_of(QUARTER, CropBox=[0, 396, 306, 792])
    (page,) = opened(tmp_path, "a.pdf", content)
    assert page.image.shape[0] / page.image.shape[1] == pytest.approx(396 / 306, abs=0.01)
    assert page.image.mean() < 5


def test_pages_of_several_sizes_keep_their_shapes(tmp_path):
    """A card, a letter and a metre-wide photo are each as fine as they need to be, and no finer."""
    document = pikepdf.new()
    for box in ((243, 153), (595, 842), (4032, 3024), (14_000, 10_000)):
        page = Dictionary(Type=Name.Page, MediaBox=[0, 0, *box], Contents=document.make_stream(b""))
        document.pages.append(pikepdf.Page(document.make_indirect(page)))
    shapes = [page.image.shape[1::-1] for page in opened(tmp_path, "a.pdf", saved(document))]
    assert shapes == [(1350, 850), (1653, 2339), (3600, 2700), (3600, 2572)]


def test_a_page_in_larger_units_is_shown_in_its_shape(tmp_path):
    """UserUnit changes the size of the paper, not the picture."""
    (page,) = opened(tmp_path, "a.pdf", pdf_of(QUARTER, UserUnit=2.0))
    assert shows_arrow(page.image)


def test_a_scan_in_a_pdf_keeps_its_own_density(tmp_path):
    """Rendering a scan at 300 dpi more coarsely would lose what makes small cards legible."""
    (page,) = opened(tmp_path, "a.pdf", scan_pdf(arrow((2480, 3508), "L"), (595.2, 841.92)))
    assert page.image.shape == (3508, 2480, 3)
    assert page.dpi == 300
    assert shows_arrow(page.image)
    sideways = scan_pdf(arrow((2480, 3508), "L"), (595.2, 841.92), Rotate=90)
    assert opened(tmp_path, "b.pdf", sideways)[0].image.shape == (2480, 3508, 3)
    fine = scan_pdf(arrow((4960, 7016), "1"), (595.2, 841.92))
    assert 300 <= opened(tmp_path, "c.pdf", fine)[0].dpi <= 305


def test_a_fine_logo_on_a_drawn_page_does_not_count(tmp_path):
    """Only a picture that is most of the page says how fine the page is."""
    logo = scan_pdf(arrow((600, 600), "L"), (595.2, 841.92), matrix=(72, 0, 0, 72, 20, 700))
    assert opened(tmp_path, "a.pdf", logo)[0].dpi == 200


def test_a_text_layer_is_not_trusted(tmp_path):
    """Only what a page shows is kept: invisible text changes no pixel."""
    hidden = QUARTER + b" BT 3 Tr /F 40 Tf 320 100 Td (HIDDEN) Tj ET"
    assert np.array_equal(
        opened(tmp_path, "a.pdf", pdf_of(QUARTER))[0].image, opened(tmp_path, "b.pdf", pdf_of(hidden))[0].image
    )


def _appearance(document, drawing, size):
    form = pikepdf.Stream(document, drawing)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, [0, 0, *size]
    return document.make_indirect(form)


@pytest.mark.parametrize(("flags", "shown"), [(4, True), (2, False)], ids=["printed", "hidden"])
def test_a_stamp_or_note_is_shown_as_a_viewer_shows_it(tmp_path, flags, shown):
    """An annotation is part of the page unless it is hidden."""
    with pikepdf.open(io.BytesIO(pdf_of(b""))) as document:
        stamp = Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=[0, 396, 306, 792], F=flags,
            AP=Dictionary(N=_appearance(document, b"0 g 0 0 306 396 re f", (306, 396))),
        )  # fmt: skip
        document.pages[0].Annots = document.make_indirect(pikepdf.Array([document.make_indirect(stamp)]))
        content = saved(document)
    assert shows_arrow(opened(tmp_path, "a.pdf", content)[0].image) == shown


@pytest.mark.parametrize("drawn", [True, False], ids=["with appearance", "value only"])
def test_what_was_typed_into_a_form_is_on_the_page(tmp_path, drawn):
    """A form filled on a computer is read like one filled by hand."""
    with pikepdf.open(io.BytesIO(pdf_of(b""))) as document:
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=pikepdf.String("name"), V=pikepdf.String("HANAKO"),
            Rect=[100, 600, 400, 640], F=4, DA=pikepdf.String("/Helv 24 Tf 0 g"),
        )  # fmt: skip
        if drawn:
            field.AP = Dictionary(N=_appearance(document, b"0 g 10 10 100 20 re f", (300, 40)))
        widget = document.make_indirect(field)
        document.pages[0].Annots = pikepdf.Array([widget])
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        document.Root.AcroForm = Dictionary(
            Fields=[widget], NeedAppearances=not drawn, DR=Dictionary(Font=Dictionary(Helv=font)),
            DA=pikepdf.String("/Helv 24 Tf 0 g"),
        )  # fmt: skip
        content = saved(document)
    (page,) = opened(tmp_path, "a.pdf", content)
    scale = page.image.shape[0] / 792
    field_area = page.image[round(152 * scale) : round(192 * scale), round(100 * scale) : round(400 * scale)]
    assert (field_area < 100).any()


def test_a_pdf_locked_with_a_password_is_refused_and_one_that_opens_is_not(tmp_path):
    """An owner's password forbids printing, not looking."""
    for strength in (4, 6):
        locked = {"encryption": pikepdf.Encryption(user="secret", owner="other", R=strength)}
        assert "password" in refusal(tmp_path, "a.pdf", pdf_of(QUARTER, how=locked))
        open_to_all = {"encryption": pikepdf.Encryption(user="", owner="other", R=strength)}
        assert shows_arrow(opened(tmp_path, "b.pdf", pdf_of(QUARTER, how=open_to_all))[0].image)


def test_a_pdf_with_thousands_of_pages_is_refused_before_it_is_rendered(tmp_path):
    """The count is looked at first."""
    kids = b"3 0 R " * 10_000
    content = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 10000/Kids[" + kids +
        b"]>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj trailer<</Root 1 0 R>>"
    )  # fmt: skip
    assert "split" in refusal(tmp_path, "a.pdf", content)


def test_a_packet_with_too_many_pages_in_many_files_is_refused(tmp_path):
    """The limit is the packet's, not the file's."""
    for number in range(7):
        (tmp_path / f"{number}.pdf").write_bytes(pdf_of(b"", box=(0, 0, 100, 100), pages=9))
    with pytest.raises(UnreadablePacket, match="split"):
        open_pages(tmp_path)


@pytest.mark.parametrize("box", [(0, 0, 14_400, 0.01), (0, 0, 3, 14_400)])
def test_a_pdf_page_of_no_papers_shape_is_refused(tmp_path, box):
    """It can hold nothing to read."""
    assert refusal(tmp_path, "a.pdf", pdf_of(b"", box=box))


def test_a_picture_bomb_in_a_pdf_is_not_rendered(tmp_path):
    """A page whose picture has more pixels than any paper is refused by the size it states."""
    bomb = scan_pdf(Image.new("1", (8, 8)), (595, 842))
    with pikepdf.open(io.BytesIO(bomb)) as document:
        image = document.pages[0].Resources.XObject.P
        image.Width, image.Height = 60_000, 60_000
        content = saved(document)
    assert "pixels" in refusal(tmp_path, "a.pdf", content)


def test_a_page_that_takes_for_ever_to_draw_is_given_up(tmp_path, monkeypatch):
    """A small file can hold hours of work, and other packets wait behind it."""
    monkeypatch.setattr("tasks.engines.pdf.PAGE_SECONDS", 0.2)
    assert "too long" in refusal(tmp_path, "a.pdf", pdf_of(b"0 0 612 792 re f " * 100_000))


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4 \x00\xff" * 50])
def test_a_broken_pdf_is_refused(tmp_path, content):
    """With a reason that says to ask again."""
    assert "broken" in refusal(tmp_path, "a.pdf", content)


def test_a_pdf_with_pages_attached_to_it_is_refused(tmp_path):
    """A portfolio's own page only says that another viewer is needed; what is attached must not be lost."""
    for name, lost in (("license.pdf", True), ("invoice.xml", False)):
        with pikepdf.open(io.BytesIO(pdf_of(QUARTER))) as document:
            document.attachments[name] = pikepdf.AttachedFileSpec(document, b"x", filename=name)
            content = saved(document)
        if lost:
            assert "attached" in refusal(tmp_path, "a.pdf", content)
        else:
            assert len(opened(tmp_path, "b.pdf", content)) == 1


def test_a_form_that_only_adobes_reader_shows_is_refused(tmp_path):
    """Its page says "please wait" everywhere else, and would be taken for an empty request."""
    with pikepdf.open(io.BytesIO(pdf_of(b""))) as document:
        document.Root.NeedsRendering = True
        document.Root.AcroForm = Dictionary(Fields=[], XFA=document.make_stream(b"<xdp:xdp/>"))
        assert "Adobe" in refusal(tmp_path, "a.pdf", saved(document))


# --- mails


def mail(*attachments, text="本籍は別紙のとおりです。", subject="開示請求", charset="iso-2022-jp"):
    """A mail with a text and attachments (type, file name, bytes)."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f"{SENDER} <hanako@example.jp>", "privacy@example.jp", subject
    made.set_content(text, charset=charset)
    made.add_alternative(f"<p>{text}</p>", subtype="html")
    for kind, name, content in attachments:
        main, sub = kind.split("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return made


PDF = ("application/pdf", f"{SENDER}の請求書.pdf", pdf_of(QUARTER, pages=2))
PHOTO = ("image/jpeg", "運転免許証.jpg", stored(arrow((640, 960)), "JPEG", quality=95))


def test_a_mails_attachments_are_its_pages(tmp_path):
    """In the order sent and called by their place, since their names hold names of people."""
    pages = opened(tmp_path, "mail.eml", bytes(mail(PDF, PHOTO)))
    assert [page.source for page in pages] == ["mail.eml/1#1", "mail.eml/1#2", "mail.eml/2#1"]
    assert [page.index for page in pages] == [0, 1, 2]
    assert all(shows_arrow(page.image) for page in pages)


def test_a_mail_lies_between_scans_in_a_folder(tmp_path):
    """A folder may hold what came both ways."""
    (tmp_path / "1.png").write_bytes(stored(arrow(), "PNG"))
    (tmp_path / "2.EML").write_bytes(bytes(mail(PHOTO)))
    (tmp_path / "3.png").write_bytes(stored(arrow(), "PNG"))
    assert [page.source for page in open_pages(tmp_path)] == ["1.png#1", "2.EML/1#1", "3.png#1"]


def test_a_sealed_mail_is_opened_like_one_that_was_not(tmp_path):
    """The intake seals first and opens what it sealed."""
    (tmp_path / "mail.eml").write_bytes(bytes(mail(PDF)))
    sealed = Sealed(tmp_path / "sealed")
    sealed.seal("P26-00001", tmp_path / "mail.eml")
    with sealed.original("P26-00001") as folder:
        assert [page.source for page in open_pages(folder)] == ["0001.eml/1#1", "0001.eml/1#2"]


@pytest.mark.parametrize(
    "name",
    [
        {"filename": ("iso-2022-jp", "ja", "請求書.pdf")},
        {"filename": Header("請求書.pdf", "iso-2022-jp").encode()},
        {"filename": Header("請求書.pdf", "utf-8").encode()},
        {"filename": "no ending"},
        {},
    ],
    ids=["rfc2231", "rfc2047 iso-2022-jp", "rfc2047 utf-8", "no ending", "no name"],
)
def test_file_names_in_any_coding_are_understood(tmp_path, name):
    """Japanese mailers code names in several ways, some of them against the standard, and sometimes not at all."""
    made = MIMEMultipart()
    part = MIMEApplication(pdf_of(QUARTER), "octet-stream")
    part.add_header("Content-Disposition", "attachment", **name)
    made.attach(part)
    assert len(opened(tmp_path, "mail.eml", bytes(made))) == 1


def test_a_photo_in_the_text_of_a_mail_is_a_page_and_a_logo_is_not(tmp_path):
    """Phones put photos into the text; signatures put logos there. What was attached by hand is always a page."""
    logo = stored(arrow((300, 90)), "PNG")
    made = mail()
    html = made.get_body(("html",))
    for cid, content in (("<logo>", logo), ("<photo>", PHOTO[2])):
        html.add_related(content, "image", "png", cid=cid, disposition="inline", filename="image001.png")
    html.add_related(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image", "svg+xml", cid="<drawn>")
    assert [page.source for page in opened(tmp_path, "a.eml", bytes(made))] == ["a.eml/1#1"]
    assert len(opened(tmp_path, "b.eml", bytes(mail(("image/png", "seal.png", logo))))) == 1


def test_a_forwarded_mails_attachments_are_pages_in_their_place(tmp_path):
    """Clerks forward what came to another desk, as a mail or as a file of one."""
    inner = mail(PHOTO, PDF)
    made = mail(PDF)
    made.add_attachment(inner)
    made.add_attachment(bytes(inner), maintype="application", subtype="octet-stream", filename="転送.eml")
    assert [page.source for page in opened(tmp_path, "m.eml", bytes(made))] == [
        "m.eml/1#1", "m.eml/1#2", "m.eml/2/1#1", "m.eml/2/2#1", "m.eml/2/2#2", "m.eml/3/1#1", "m.eml/3/2#1",
        "m.eml/3/2#2",
    ]  # fmt: skip


def test_a_mail_without_a_page_and_without_text_is_refused(tmp_path):
    """There is nothing to read, and an envelope must not vanish silently."""
    assert "without a word" in refusal(tmp_path, "mail.eml", bytes(mail(text=" ")))


def test_a_mails_text_alone_is_the_request(tmp_path):
    """It becomes a page whose lines are known letter by letter, rare characters and all."""
    made = mail(text="氏名：𠮷田 花子\n住所：大阪府大阪市北区1-2-3\n\n登録情報の開示を求めます。", charset="utf-8")
    made["Date"] = "Thu, 19 Nov 2026 23:30:00 +0000"
    (tmp_path / "mail.eml").write_bytes(bytes(made))
    (page,) = open_pages(tmp_path)
    assert [line.text for line in page.lines] == [
        "件名：開示請求",
        "請求日：2026-11-20",
        "氏名：𠮷田 花子",
        "住所：大阪府大阪市北区1-2-3",
        "登録情報の開示を求めます。",
    ]


def test_a_covering_text_beside_pages_is_no_page_and_a_request_is(tmp_path):
    """Only a text that gives a name and an address of its own asks for something by itself."""
    (tmp_path / "a.eml").write_bytes(bytes(mail(PHOTO, text="開示請求書をお送りします。")))
    (tmp_path / "b.eml").write_bytes(bytes(mail(PHOTO, text="氏名：見本花子\n住所：大阪府\n開示を求めます。")))
    assert [page.lines is not None for page in open_pages(tmp_path)] == [False, True, False]


def test_a_formatted_mail_is_read_line_by_line(tmp_path):
    """A mail in HTML alone says the same as a plain one."""
    made = EmailMessage()
    made["From"] = "hanako@example.jp"
    made.set_content("<p>氏名：見本花子<br>住所：大阪府</p><div>開示</div>", subtype="html")
    (tmp_path / "a.eml").write_bytes(bytes(made))
    (page,) = open_pages(tmp_path)
    assert [line.text for line in page.lines][-3:] == ["氏名：見本花子", "住所：大阪府", "開示"]


# --- web forms

EXPORT = {
    "form": "disclosure request",
    "name": "髙橋 花子",
    "address": "大阪府大阪市北区1-2-3",
    "kinds": ["disclosure", "correction"],
    "submitted_at": "2026-11-19T10:22:00+09:00",
    "ご要望": "特になし",
}


def export(tmp_path, told, name="scan.json"):
    (tmp_path / name).write_text(told if isinstance(told, str) else json.dumps(told), encoding="utf-8")


def test_a_web_forms_answers_are_a_page_and_its_files_follow(tmp_path):
    """Codes are told in the words of a paper form; a company's own question keeps its own words."""
    photo = {"filename": "id.jpg", "type": "image/jpeg", "content": base64.b64encode(PHOTO[2]).decode()}
    export(tmp_path, EXPORT | {"attachments": [photo]})
    form, card = open_pages(tmp_path)
    assert [line.text for line in form.lines][1:] == [
        "氏名：髙橋 花子",
        "住所：大阪府大阪市北区1-2-3",
        "請求の種類：開示、訂正・追加・削除",
        "請求日：2026-11-19",
        "ご要望：特になし",
    ]
    assert card.lines is None


def test_a_form_with_japanese_questions_says_the_same(tmp_path):
    """As a form builder exports them."""
    export(tmp_path, {"フォーム": "開示等請求", "氏名": "髙橋 花子", "送信日時": "2026-11-19T10:22:00+09:00"})
    (form,) = open_pages(tmp_path)
    assert [line.text for line in form.lines][1:] == ["氏名：髙橋 花子", "請求日：2026-11-19"]


def test_a_scanners_note_in_json_is_no_page(tmp_path):
    """It has none of a form's answers; alone in the inbox a broken export is refused and not lost."""
    (tmp_path / "a.jpg").write_bytes(PHOTO[2])
    export(tmp_path, {"dpi": 300}, "scan.json")
    assert len(open_pages(tmp_path)) == 1


@pytest.mark.parametrize("told", ["{", "[1]", EXPORT | {"attachments": [{"filename": "a.jpg", "content": "*"}]}])
def test_a_broken_export_is_refused_with_what_to_do(tmp_path, told):
    """Broken JSON, a list, a file that is no base64: never a page with half of what was sent."""
    folder = tmp_path / "one"
    folder.mkdir()
    export(folder, told)
    with pytest.raises(UnreadablePacket, match=r"again|object"):
        open_pages(folder / "scan.json")


@pytest.mark.parametrize(
    "told",
    ['{"form": ' * 100_000, '{"form": 1' + "0" * 5000 + "}", '{"form": 1, "kinds": ' + "[" * 800 + "]" * 800 + "}"],
    ids=["deep", "number", "nested answers"],
)
def test_a_hostile_export_is_refused(tmp_path, told):
    """Nesting that no form has, a number that no computer reads."""
    folder = tmp_path / "one"
    folder.mkdir()
    export(folder, told)
    with pytest.raises(UnreadablePacket, match=r"again|object"):
        open_pages(folder / "scan.json")


def test_a_web_forms_file_without_an_ending_is_refused_without_its_name(tmp_path):
    """A file's name may be a person's."""
    told = EXPORT | {"attachments": [{"filename": "sato", "content": base64.b64encode(PHOTO[2]).decode()}]}
    assert "sato" not in refusal(tmp_path, "a.json", json.dumps(told).encode())


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    ["あ" * 400_000, "a\n" * 200_000, "\n" * 200_000 + "氏名：見本花子"],
    ids=["one line", "many lines", "empty lines"],
)
def test_a_text_without_end_is_refused_before_a_page_is_drawn(tmp_path, monkeypatch, text):
    """As any packet of too many pages is."""
    monkeypatch.setattr("tasks.engines.text_pages._page", None)
    written = mail(text=text, charset="utf-8")
    assert "more than 60 pages" in refusal(tmp_path, "a.eml", bytes(written))
    export(tmp_path, EXPORT | {"details": text}, "b.json")
    with pytest.raises(UnreadablePacket, match="more than 60 pages"):
        open_pages(tmp_path / "b.json")


@pytest.mark.timeout(60)
def test_a_mail_full_of_labels_is_looked_through_once(tmp_path):
    """Half a million names without an address: no request, and no hours of looking for its end."""
    assert len(opened(tmp_path, "a.eml", bytes(mail(PDF, text="name:\n" * 500_000, charset="utf-8")))) == 2


def test_a_signed_mail_is_opened_and_an_encrypted_one_is_not(tmp_path):
    """A signature is no page; what is locked must not be lost silently."""
    signed = mail(PDF, ("application/pkcs7-signature", "smime.p7s", b"x"))
    signed.add_attachment("<br>", subtype="html", filename="ATT00001.htm")  # what Exchange makes of text in between
    assert len(opened(tmp_path, "a.eml", bytes(signed))) == 2
    locked = mail(("application/pkcs7-mime", "smime.p7m", b"x"))
    assert "encrypted" in refusal(tmp_path, "b.eml", bytes(locked))


def zipped():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("a.pdf", PDF[2])
    return written.getvalue()


@pytest.mark.parametrize(
    ("attachment", "word"),
    [
        (("application/ms-tnef", "winmail.dat", b"\x78\x9f\x3e\x22"), "winmail"),
        (("application/zip", f"{SENDER}.zip", zipped()), "unpack"),
        (("application/octet-stream", "a.docx", b"PK"), "convert"),
        (("application/pdf", "a.pdf", b""), "empty"),
        (("application/pdf", "a.pdf", b"%PDF-1.4 broken"), "broken"),
        (("image/jpeg", "a.jpg", PHOTO[2][:400]), "broken"),
        (("application/octet-stream", f"a.{SENDER}", b"x"), "without an ending"),
        (("application/octet-stream", "k.sato", b"x"), "without an ending"),
    ],
)
def test_an_attachment_that_is_no_page_stops_the_mail(tmp_path, attachment, word):
    """Nothing that was sent is lost silently, and the reason says what to ask for."""
    assert word in refusal(tmp_path, "mail.eml", bytes(mail(PDF, attachment)))


def test_mails_within_mails_and_parts_without_end_are_refused(tmp_path):
    """Hostile mails end in a sentence, not in an exhausted machine."""
    made = mail(("image/png", "a.png", b"x"))
    for _ in range(8):
        outer = mail()
        outer.add_attachment(made)
        made = outer
    assert "too deep" in refusal(tmp_path, "a.eml", bytes(made))
    assert "parts" in refusal(tmp_path, "b.eml", bytes(mail(*[("image/png", "a.png", b"x")] * 201)))
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (i, i) for i in range(1200))
    assert "broken" in refusal(tmp_path, "c.eml", b"MIME-Version: 1.0\n" + nested)


@pytest.mark.parametrize("content", [b"\x00\xff\xfe" * 100, b"no mail at all", b"Content-Type: multipart/mixed\n\nx"])
def test_what_is_no_mail_is_refused(tmp_path, content):
    """Whatever a file ending in .eml holds."""
    assert refusal(tmp_path, "a.eml", content)


def test_what_windows_leaves_in_a_folder_is_no_page(tmp_path):
    """A folder looked at in Windows gets its own hidden files, which do not stop a packet."""
    (tmp_path / "1.png").write_bytes(stored(arrow(), "PNG"))
    for name in ("Thumbs.db", "desktop.ini"):
        (tmp_path / name).write_bytes(b"x")
    assert len(open_pages(tmp_path)) == 1
