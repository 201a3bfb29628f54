"""A packet is opened whole or refused with a reason, and its reason names nobody."""

import numpy as np
import pytest
from PIL import Image

from tasks.case.errors import UnreadablePacket
from tasks.inspect_packet import distinct_names
from tasks.packet_files import packet_sha256
from tasks.receive.page_images import open_pages


def picture(file, size=(60, 80), **how):
    Image.new("RGB", size, "white").save(file, **how)


def test_a_folder_is_read_in_name_order_and_dot_files_are_ignored(tmp_path):
    """Names decide the order; what a Mac leaves behind is no page."""
    for name in ("b.png", "a.jpg"):
        picture(tmp_path / name)
    (tmp_path / ".DS_Store").write_bytes(b"x")
    assert [page.source for page in open_pages(tmp_path)] == ["a.jpg#1", "b.png#1"]


def test_every_frame_of_a_tiff_is_a_page(tmp_path):
    """Sources count pages from one."""
    frames = [Image.new("L", (50, 70), shade) for shade in (255, 200, 150)]
    frames[0].save(tmp_path / "scan.tiff", save_all=True, append_images=frames[1:])
    pages = open_pages(tmp_path / "scan.tiff")
    assert [page.source for page in pages] == ["scan.tiff#1", "scan.tiff#2", "scan.tiff#3"]
    assert all(page.image.shape == (70, 50, 3) and page.image.dtype == np.uint8 for page in pages)


def test_a_photograph_is_turned_as_a_viewer_shows_it(tmp_path):
    """The EXIF orientation is part of what was received."""
    exif = Image.Exif()
    exif[0x0112] = 6
    picture(tmp_path / "a.jpg", exif=exif)
    assert open_pages(tmp_path / "a.jpg")[0].image.shape[:2] == (60, 80)


@pytest.mark.parametrize(
    ("name", "content"),
    [("letter.docx", b"PK"), ("scan.pdf", b"%PDF-1.4 broken"), ("a.jpg", b"nothing"), ("b.png", b"")],
)
def test_what_is_no_page_stops_the_packet(tmp_path, name, content):
    """Nothing that was sent is lost silently, and the reason does not repeat the file's name."""
    picture(tmp_path / "1.png")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadablePacket) as refused:
        open_pages(tmp_path)
    assert name.split(".")[0] + "." not in str(refused.value)


def test_an_empty_folder_is_no_packet(tmp_path):
    """A packet holds at least one page."""
    with pytest.raises(UnreadablePacket):
        open_pages(tmp_path)


def test_a_bomb_is_not_opened(tmp_path):
    """A picture with more pixels than any paper has is refused before it fills the memory."""
    Image.new("1", (20_000, 20_000)).save(tmp_path / "bomb.png")
    with pytest.raises(UnreadablePacket, match="pixels"):
        open_pages(tmp_path)


def test_a_folders_digest_follows_contents_and_order(tmp_path):
    """Renaming without changing the order changes nothing; another order does."""
    for folder, names in (("x", "ab"), ("y", "cd"), ("z", "ba")):
        (tmp_path / folder).mkdir()
        for name, content in zip(names, (b"1", b"2"), strict=True):
            (tmp_path / folder / name).write_bytes(content)
    digests = [packet_sha256(tmp_path / folder) for folder in "xyz"]
    assert digests[0] == digests[1] != digests[2]


def test_packets_of_one_name_get_folders_of_their_own(tmp_path):
    """Two scans called scan.pdf do not overwrite each other's report."""
    assert distinct_names([tmp_path / "a" / "scan.pdf", tmp_path / "b" / "scan.pdf"]) == ["scan", "scan-2"]
