"""Draws papers with Chromium and finds where every marked value's ink lies."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page, sync_playwright

Picture = npt.NDArray[np.uint8]
DPI = 200
_FIND = """() => [...document.querySelectorAll('.m')].flatMap(e => {
  const rects = e.classList.contains('box') ? [e.getBoundingClientRect()] : [...e.getClientRects()];
  const inner = e.querySelectorAll('i');
  const all = inner.length ? [...inner].map(i => i.getBoundingClientRect()) : rects;
  return all.filter(r => r.width > 0 && r.height > 0).map(r => [e.dataset.p, e.dataset.t, r.left, r.top, r.right, r.bottom]);
})"""


@dataclass(frozen=True)
class Spot:
    """One place of ink on the clean page, in its pixels: what it is for, the whole value's text, and the box."""

    purpose: str
    text: str
    box: tuple[float, float, float, float]


@contextmanager
def browser_page() -> Iterator[Page]:
    """A Chromium page of A4 at `DPI`."""
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 794, "height": 1123}, device_scale_factor=DPI / 96)
        yield page
        browser.close()


def draw(page: Page, document: str) -> tuple[Picture, list[Spot]]:
    """The page as (H, W, 3) BGR and its spots."""
    page.set_content(document)
    shot = page.screenshot(clip={"x": 0, "y": 0, "width": 794, "height": 1123})
    picture = cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_COLOR)
    scale = DPI / 96
    spots = [
        Spot(p, t, tight(picture, (x0 * scale, y0 * scale, x1 * scale, y1 * scale)))
        for p, t, x0, y0, x1, y1 in page.evaluate(_FIND)
    ]
    return picture, merged(spots)


def merged(spots: list[Spot]) -> list[Spot]:
    """Letters of one value on one line (of hand-written values every letter is found by itself) as one spot."""
    kept: list[Spot] = []
    for spot in spots:
        last = kept[-1] if kept else None
        if last and (last.purpose, last.text) == (spot.purpose, spot.text) and _one_line(last.box, spot.box):
            a, b = last.box, spot.box
            kept[-1] = Spot(
                spot.purpose, spot.text, (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
            )
        else:
            kept.append(spot)
    return kept


def _one_line(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    level = min(a[3], b[3]) - max(a[1], b[1]) > 0.3 * min(a[3] - a[1], b[3] - b[1]) and b[0] - a[2] < 40
    plumb = min(a[2], b[2]) - max(a[0], b[0]) > 0.5 * min(a[2] - a[0], b[2] - b[0]) and b[1] - a[3] < 20
    return level or (plumb and b[1] >= a[3] - 8 and a[3] - a[1] > 1.2 * (a[2] - a[0]))


def tight(picture: Picture, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The box drawn in to its ink."""
    x0, y0, x1, y1 = (max(0, round(side)) for side in box)
    crop = (
        cv2.cvtColor(picture[y0:y1, x0:x1], cv2.COLOR_BGR2GRAY) if x1 > x0 and y1 > y0 else np.zeros((0, 0), np.uint8)
    )
    if crop.size == 0:
        return box
    ys, xs = np.nonzero(crop < np.percentile(crop, 95) - 60)
    if len(xs) == 0:
        return box
    return (x0 + float(xs.min()), y0 + float(ys.min()), x0 + float(xs.max() + 1), y0 + float(ys.max() + 1))
