"""Ways a clean page becomes a scan; the two sets share none of them."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scan:
    """The picture, and the 3x3 matrix from the clean page's pixels to its own."""

    picture: Picture
    matrix: Matrix


def scanned(page: Picture, dice: random.Random, family: int, turn: int, behind: Picture) -> Scan:
    """One page in one of the family's ways, turned clockwise by `turn`; `behind` shines through where the way has that."""
    way = dice.choice(_WAYS[family])
    return way(page, dice, turn, behind)


def _placed(
    page: Picture, turn: int, angle: float, scale: float, jump: float, dice: random.Random
) -> tuple[Matrix, tuple[int, int]]:
    height, width = page.shape[:2]
    size = (height, width) if turn % 180 else (width, height)
    size = (round(size[0] * scale), round(size[1] * scale))
    around = cv2.getRotationMatrix2D((width / 2, height / 2), -(angle + turn), 0.985 * scale)
    around[:, 2] += (
        size[0] / 2 - width / 2 + dice.uniform(-jump, jump),
        size[1] / 2 - height / 2 + dice.uniform(-jump, jump),
    )
    return np.vstack([around, [0, 0, 1]]), size


def _warped(
    page: Picture, matrix: Matrix, size: tuple[int, int], paper: tuple[int, int, int] = (247, 249, 250)
) -> Picture:
    return cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_AREA, borderValue=paper)


def _grain(picture: Picture, dice: random.Random, amount: float) -> Picture:
    noise = np.random.default_rng(dice.randrange(2**32)).normal(0, amount, picture.shape[:2])
    return np.clip(picture.astype(np.float32) + noise[..., None], 0, 255).astype(np.uint8)


def flatbed(page: Picture, dice: random.Random, turn: int, _behind: Picture) -> Scan:
    """Tune: a good scanner, a little askew."""
    matrix, size = _placed(page, turn, dice.uniform(-1.5, 1.5), 1.0, 8, dice)
    return Scan(_grain(cv2.GaussianBlur(_warped(page, matrix, size), (0, 0), dice.uniform(0.4, 0.8)), dice, 3), matrix)


def faxed(page: Picture, dice: random.Random, turn: int, _behind: Picture) -> Scan:
    """Tune: black and white, with specks."""
    matrix, size = _placed(page, turn, dice.uniform(-1, 1), 1.0, 8, dice)
    grey = cv2.cvtColor(_grain(_warped(page, matrix, size), dice, 14), cv2.COLOR_BGR2GRAY)
    ink = cv2.threshold(cv2.GaussianBlur(grey, (0, 0), 0.7), dice.randrange(165, 195), 255, cv2.THRESH_BINARY)[1]
    return Scan(cv2.cvtColor(ink, cv2.COLOR_GRAY2BGR), matrix)


def folded(page: Picture, dice: random.Random, turn: int, _behind: Picture) -> Scan:
    """Tune: dull paper, folds, 150 dpi."""
    matrix, size = _placed(page, turn, dice.uniform(-3, 3), 0.75, 6, dice)
    picture = _warped(page, matrix, size).astype(np.float32)
    for share in (0.33, 0.66):
        y = round(size[1] * share)
        picture[y : y + 3] -= 26
        picture[y + 3 : y + 40] -= np.linspace(12, 0, 37, dtype=np.float32)[:, None, None][
            : picture[y + 3 : y + 40].shape[0]
        ]
    return Scan(_grain(np.clip(picture - 14, 0, 255).astype(np.uint8), dice, 4), matrix)


def photographed(page: Picture, dice: random.Random, turn: int, _behind: Picture) -> Scan:
    """Report: a telephone held askew over a dark table, with its own shadow."""
    matrix, size = _placed(page, turn, dice.uniform(-2.5, 2.5), 1.12, 0, dice)
    w, h = size
    jump = [(dice.uniform(0.02, 0.055) * w, dice.uniform(0.02, 0.05) * h) for _ in range(4)]
    corners = np.float32([[0, 0], [w, 0], [w, h], [0, h]])
    moved = np.float32(
        [
            [jump[0][0], jump[0][1]],
            [w - jump[1][0], jump[1][1]],
            [w - jump[2][0], h - jump[2][1]],
            [jump[3][0], h - jump[3][1]],
        ]
    )
    whole = cv2.getPerspectiveTransform(corners, moved) @ matrix
    picture = _warped(page, whole, size, (58, 70, 82)).astype(np.float32)
    ramp = (
        np.linspace(dice.uniform(0.62, 0.8), 1.03, w, dtype=np.float32)[None, :]
        * np.linspace(1.0, dice.uniform(0.8, 0.95), h, dtype=np.float32)[:, None]
    )
    return Scan(
        _grain(cv2.GaussianBlur(np.clip(picture * ramp[..., None], 0, 255).astype(np.uint8), (0, 0), 0.8), dice, 4),
        whole,
    )


def office_copier(page: Picture, dice: random.Random, turn: int, behind: Picture) -> Scan:
    """Report: grey, 300 dpi, the back side shining through, a toner streak, a cut margin."""
    matrix, size = _placed(page, turn, dice.uniform(-1.8, 1.8), 1.5, 20, dice)
    mirrored = np.ascontiguousarray(behind[:, ::-1])
    through = np.minimum(page, 255 - ((255 - mirrored.astype(np.int16)) * 0.10)).astype(np.uint8)
    grey = cv2.cvtColor(_warped(through, matrix, size), cv2.COLOR_BGR2GRAY)
    x = dice.randrange(size[0])
    grey[:, x : x + 3] = np.minimum(grey[:, x : x + 3], 190)
    picture = cv2.cvtColor(cv2.GaussianBlur(grey, (0, 0), 1.1), cv2.COLOR_GRAY2BGR)
    return Scan(_grain(picture, dice, 5), matrix)


def copy_of_a_copy(page: Picture, dice: random.Random, turn: int, _behind: Picture) -> Scan:
    """Report: contrast lost and regained, letters a little fat, uneven light."""
    matrix, size = _placed(page, turn, dice.uniform(-2, 2), 1.0, 10, dice)
    grey = cv2.cvtColor(_warped(page, matrix, size), cv2.COLOR_BGR2GRAY)
    fat = cv2.erode(grey, np.ones((2, 2), np.uint8))
    bent = np.clip((cv2.GaussianBlur(fat, (0, 0), 0.9).astype(np.float32) - 70) * 1.45 + 30, 0, 255)
    light = np.linspace(0.9, 1.02, size[1], dtype=np.float32)[:, None]
    return Scan(
        _grain(cv2.cvtColor((np.clip(bent * light, 0, 255)).astype(np.uint8), cv2.COLOR_GRAY2BGR), dice, 7), matrix
    )


Way = Callable[[Picture, random.Random, int, Picture], Scan]
_WAYS: tuple[tuple[Way, ...], ...] = ((flatbed, flatbed, faxed, folded), (photographed, office_copier, copy_of_a_copy))
