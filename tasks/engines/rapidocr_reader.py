"""Reads text off pictures with RapidOCR's models (PP-OCRv6 small), from its wheel and nothing else.

The models run on OpenVINO: on 12 pages and 2 cores 0.40 s a page against 0.82 with ONNX Runtime (one process of two
threads), 0.64 against 1.40 with one thread; the texts differed in 23 of 400 lines, nearly all in a space. Where OpenVINO
is not installed ONNX Runtime serves. Threads are not pinned to cores, or two processes would fight for one.

RapidOCR's own loop is left out for three reasons: lines are found on a smaller picture but read from the whole one,
pictures come in few sizes (OpenVINO prepares each size anew and keeps it: 2.8 GB a process before), and the reader's
beliefs about every letter are wanted, of which RapidOCR keeps only the likeliest.
"""

import os
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from tasks.case.errors import MissingTool
from tasks.engines.beliefs import Alphabet, Beliefs, Spelled, spelled
from tasks.engines.geometry import Box
from tasks.engines.image_files import Picture

LONGEST_SIDE = 2000  # pixels the detector sees; more costs time and found nothing more
_SIDE_STEP = 128  # pixels: the detector's pictures are filled up to a multiple of this
_LINE_HEIGHT = 48  # pixels: as high as the recognizer takes a line
_WIDTH_STEP = 160  # pixels: lines are filled up to a multiple of this
_SHORTEST_LINE = 320
_BATCH = 4
_LEAST_SURE = 0.35  # mean belief below which a line is noise
_UPRIGHT = 1.5  # a box so much higher than wide is a line from top to bottom
_MODELS = {"Det.model_path": "PP-OCRv6_det_small.onnx", "Rec.model_path": "PP-OCRv6_rec_small.onnx"}


class OcrLine(NamedTuple):
    """One line as read: its box in pixels of the picture, where each character begins along it (0..1), how sure each is."""

    text: str
    box: Box
    confidence: float
    starts: tuple[float, ...]
    sure: tuple[float, ...]


@cache
def _engine() -> Any:
    try:
        import rapidocr
    except ImportError as missing:
        raise MissingTool("The package rapidocr is not installed; run make setup.") from missing
    folder = Path(rapidocr.__file__).parent / "models"
    lost = [name for name in _MODELS.values() if not (folder / name).is_file()]
    if lost:
        raise MissingTool(
            f"RapidOCR's wheel lacks {', '.join(lost)}; install rapidocr 3.10 again. Nothing is downloaded."
        )
    return rapidocr.RapidOCR(
        params={"Global.use_cls": False, "Global.log_level": "critical"}
        | {key: str(folder / name) for key, name in _MODELS.items()}
        | _runtime()
    )


def _runtime() -> dict[str, Any]:
    """What runs the models, and on how many threads."""
    from rapidocr import EngineType

    threads = int(os.environ.get("KAIJI_READER_THREADS", "1"))
    if find_spec("openvino"):
        return {
            "Det.engine_type": EngineType.OPENVINO,
            "Rec.engine_type": EngineType.OPENVINO,
            "EngineConfig.openvino.inference_num_threads": threads,
            "EngineConfig.openvino.enable_cpu_pinning": False,
        }
    return {
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }


@cache
def _detector() -> Any:
    return _engine()._load_det_model()  # noqa: SLF001 (it has no public way to its parts)


@cache
def _recognizer() -> Any:
    return _engine()._load_rec_model()  # noqa: SLF001 (as above)


@cache
def _alphabet() -> Alphabet:
    return Alphabet(list(_recognizer().postprocess_op.character))


def warm_up() -> None:
    """Loads the models, so that the first packet does not wait for them."""
    _detector()
    _recognizer()


def read_lines(image: Picture) -> list[OcrLine]:
    """Every line of text that stands in an upright (H, W, 3) uint8 BGR picture."""
    return [line for line, _ in read_with_pictures(image)]


def read_with_pictures(image: Picture) -> list[tuple[OcrLine, Picture]]:
    """Every line of text with the level picture it was read from; a line from top to bottom lies on its side there."""
    quads = _find_lines(image)
    pictures = [_line_picture(image, quad) for quad in quads]
    return [
        (OcrLine(one.text, _box_of(quad), float(np.mean(one.sure)), one.starts, one.sure), picture)
        for quad, picture, one in zip(quads, pictures, _recognize(pictures), strict=True)
        if one.text.strip() and float(np.mean(one.sure)) >= _LEAST_SURE
    ]


def _find_lines(image: Picture) -> list[npt.NDArray[np.float32]]:
    """The corners of every line, (4, 2) in pixels of `image`, from the top."""
    height, width = image.shape[:2]
    scale = min(1.0, LONGEST_SIDE / max(height, width))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1.0 else image
    below, beside = (-small.shape[0] % _SIDE_STEP, -small.shape[1] % _SIDE_STEP)
    filled = cv2.copyMakeBorder(small, 0, below, 0, beside, cv2.BORDER_REPLICATE)
    boxes = _detector()(filled).boxes
    if boxes is None:
        return []
    largest = np.array([width, height], np.float32)
    return [np.clip(np.asarray(box, np.float32) / scale, 0, largest) for box in boxes]


def _box_of(quad: npt.NDArray[np.float32]) -> Box:
    (x0, y0), (x1, y1) = quad.min(axis=0), quad.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


def _line_picture(image: Picture, quad: npt.NDArray[np.float32]) -> Picture:
    """A line cut out and laid level; one from top to bottom is laid on its side, as the reader learnt it."""
    width = max(1, int(max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[2] - quad[3]))))
    height = max(1, int(max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2]))))
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    cut = cv2.warpPerspective(
        image,
        cv2.getPerspectiveTransform(quad, corners),
        (width, height),
        borderMode=cv2.BORDER_REPLICATE,
        flags=cv2.INTER_CUBIC,
    )
    return np.ascontiguousarray(np.rot90(cut)) if height >= _UPRIGHT * width else cut


def _recognize(pictures: list[Picture]) -> list[Spelled]:
    """What stands in each line's picture, in the order given."""
    read = [Spelled("", (), ())] * len(pictures)
    for batch, width in _batches(pictures):
        chances = _chances([pictures[i] for i in batch], width)
        for place, i in enumerate(batch):
            read[i] = spelled(chances[place], _alphabet(), min(1.0, _width_of(pictures[i]) / width))
    return read


def _batches(pictures: list[Picture]) -> Iterator[tuple[list[int], int]]:
    """Lines of like width together, with the width in pixels they are filled up to."""
    widths = [max(_SHORTEST_LINE, -(-_width_of(picture) // _WIDTH_STEP) * _WIDTH_STEP) for picture in pictures]
    for width in sorted(set(widths)):
        alike = [i for i, own in enumerate(widths) if own == width]
        yield from ((alike[at : at + _BATCH], width) for at in range(0, len(alike), _BATCH))


def _width_of(picture: Picture) -> int:
    """How wide a line is, in pixels, when it is as high as the recognizer takes it."""
    return max(1, -(-_LINE_HEIGHT * int(picture.shape[1]) // int(picture.shape[0])))


def _chances(pictures: list[Picture], width: int) -> npt.NDArray[np.float32]:
    """(lines, steps, letters): for each step of each line the probability of each letter."""
    filled = np.zeros((len(pictures), 3, _LINE_HEIGHT, width), np.float32)
    for place, picture in enumerate(pictures):
        own = min(width, _width_of(picture))
        sized = cv2.resize(picture, (own, _LINE_HEIGHT)).astype(np.float32)
        filled[place, :, :, :own] = (sized.transpose(2, 0, 1) / 255 - 0.5) / 0.5
    return np.array(_recognizer().session(filled), np.float32)


def read_crop(image: Picture) -> tuple[str, float]:
    """The text of a picture that holds one line, and the reader's confidence 0..1; ("", 0.0) for none."""
    one = _recognize([image])[0]
    return one.text, float(np.mean(one.sure)) if one.sure else 0.0


def read_crops(images: list[Picture]) -> list[tuple[str, float]]:
    """The text of each picture that holds one line, as `read_crop` gives it."""
    return [(one.text, float(np.mean(one.sure)) if one.sure else 0.0) for one in _recognize(images)]


def beliefs_of(image: Picture) -> Beliefs:
    """The reader's beliefs about a (H, W, 3) uint8 BGR picture that holds one line."""
    width = next(_batches([image]))[1]
    return Beliefs(_chances([image], width)[0], _alphabet())
