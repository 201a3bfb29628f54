"""Reads text off pictures with RapidOCR (PP-OCRv6 small on ONNX Runtime), from the models in its wheel and nothing else."""

import os
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tasks.case.errors import MissingTool
from tasks.engines.geometry import Box
from tasks.engines.image_files import Picture

LONGEST_SIDE = 2000  # pixels the detector sees; more costs time and found nothing more
_MODELS = {"Det.model_path": "PP-OCRv6_det_small.onnx", "Rec.model_path": "PP-OCRv6_rec_small.onnx"}


class OcrLine(NamedTuple):
    """One line as read: its box in pixels of the picture, and where each character begins along it (0..1), if known."""

    text: str
    box: Box
    confidence: float
    starts: tuple[float, ...]


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
    threads = int(os.environ.get("KAIJI_READER_THREADS", "1"))
    return rapidocr.RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.max_side_len": LONGEST_SIDE,
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
        | {key: str(folder / name) for key, name in _MODELS.items()}
    )


def warm_up() -> None:
    """Loads the models, so that the first packet does not wait for them."""
    engine = _engine()
    engine._load_det_model()  # noqa: SLF001 (it has no public way to load early)
    engine._load_rec_model()  # noqa: SLF001 (as above)


def read_lines(image: Picture) -> list[OcrLine]:
    """Every line of text that stands in an upright (H, W, 3) uint8 BGR picture."""
    result = _engine()(
        image, use_det=True, use_cls=False, use_rec=True, return_word_box=True, return_single_char_box=True
    )
    if getattr(result, "boxes", None) is None or result.txts is None:
        return []
    words = result.word_results or [()] * len(result.txts)
    return [
        _line(text, polygon, float(score), word)
        for polygon, text, score, word in zip(result.boxes, result.txts, result.scores, words, strict=True)
        if text.strip()
    ]


def _line(text: str, polygon: Any, score: float, words: Any) -> OcrLine:
    xs, ys = [float(p[0]) for p in polygon], [float(p[1]) for p in polygon]
    box = (min(xs), min(ys), max(xs), max(ys))
    chars = "".join(word[0] for word in words)
    width = box[2] - box[0]
    if chars != text or width <= 0 or box[3] - box[1] > 1.5 * width:
        return OcrLine(text, box, score, ())
    starts = [min(1.0, max(0.0, (min(p[0] for p in word[2]) - box[0]) / width)) for word in words]
    return OcrLine(text, box, score, tuple(sorted(starts)))


def read_crop(image: Picture) -> tuple[str, float]:
    """The text of a picture that holds one line, and the reader's confidence 0..1; ("", 0.0) for none."""
    result = _engine()(image, use_det=False, use_cls=False, use_rec=True, return_word_box=False)
    if not getattr(result, "txts", None):
        return "", 0.0
    return str(result.txts[0]), float(result.scores[0])
