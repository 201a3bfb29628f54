"""Sets kaiji beside what a user would take otherwise: the same pages, the same minute, and every figure as a multiple of kaiji's.

All get whole packets, drawn by lot from the run, and two cores; models are loaded before the clock starts. kaiji opens the packets'
own files, the others get their pages as pictures without loss. kaiji's seconds hold reading, redacting, verifying and checking. RapidOCR is bare: kaiji's models, no turning, no straightening,
one process of two threads or two of one, whichever is faster. OCRmyPDF and Presidio live in `.venv-peers` (`make .setup/peers`);
how they are set up stands in their scripts.

CER is judged on the values that must stay readable (names, addresses, birth dates): the fewest edits that make a value out of any
part of the page's text, since no peer knows fields; a long value may break once, over two lines. For kaiji it is the same measure
on its raw lines, before it mends them by the field's type. Marks are judged by their ink: a sensitive one is
open when less than `score.HIDDEN` of its ink is painted over, a readable one lost from `score.COVERED` on. (The main figures ask
for the whole area; Presidio paints word by word, and the gaps between words are no leak.)
"""

import json
import os
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from tasks.engines.image_files import PageImage
from tasks.engines.pdf import pictures_of_pdf
from tasks.engines.pool import reading_pool
from tasks.engines.rapidocr_reader import LONGEST_SIDE
from tasks.inspect_packet import READERS, inspect_one
from tasks.policy import load_policy
from tasks.read.upright_pages import read_upright
from tasks.receive.page_images import open_pages
from tests.bench.reading.packets import RECEIVED_ON
from tests.bench.reading.render import Spot
from tests.bench.reading.score import COVERED, HIDDEN, Truth, solid
from tests.support.answers import DARK, plain

Marked = list[tuple[Spot, list[list[float]]]]
_HERE = Path(__file__).parent
_PYTHON = _HERE.parents[2] / ".venv-peers" / "bin" / "python"
_SECONDS = 3600  # most for one peer
_LOADING = 300  # most for its models
_MADE = 50  # levels of grey that painting takes away; compression takes fewer
_STROKE = 11  # pixels: wider than a letter's stroke
_LONG = 10  # letters: an address of more may stand on two lines


@dataclass(frozen=True)
class Page:
    """One page of the sample: its picture as a file without loss, its density, its marks, and where ink lies."""

    file: Path
    dpi: int
    spots: Marked
    ink: npt.NDArray[np.bool_]


@dataclass
class Row:
    """One peer's figures; what it does not do stays empty. `note` tells why there are none."""

    name: str
    seconds: float | None = None
    edits: Counter[str] = field(default_factory=Counter)
    marks: Counter[str] = field(default_factory=Counter)
    note: str = ""


def compare(truths: Sequence[Truth], folder: Path, kaiji_wall: float, pages: int, most: int = 24) -> list[str]:
    """Lines of a table: kaiji, then each peer, on about `most` pages; `kaiji_wall` seconds for `pages` is the whole run."""
    chosen = sample(truths, most)
    if not chosen:
        return []
    place = folder / "peers"
    opened = kept_pages(chosen, folder / "packets", place / "pages")
    files = [page.file for page in opened]
    rows = [_kaiji(chosen, opened, folder / "packets", place / "kaiji"), _kaiji_reading(opened), _rapidocr(opened)]
    rows += [_ocrmypdf(opened, place, name, options) for name, options in _OCRMYPDF]
    rows += [_presidio(opened, files, place, name, manner) for name, manner in _PRESIDIO]
    return [
        f"peers on {len(opened)} pages of {len(chosen)} packets; kaiji's whole run took {kaiji_wall / pages:.2f} s a page, start included",
        *table(rows),
    ]


def sample(truths: Sequence[Truth], most: int) -> list[Truth]:
    """Whole packets, drawn over the run, the same each time, until they hold `most` pages."""
    drawn, pages = [], 0
    for truth in random.Random(1).sample(truths, len(truths)):
        if pages >= most:
            break
        drawn.append(truth)
        pages += len(truth.turns)
    return sorted(
        drawn, key=lambda truth: -len(truth.turns)
    )  # long ones first: no process waits for a last long packet


def kept_pages(truths: Iterable[Truth], packets: Path, place: Path) -> list[Page]:
    """The pages as kaiji opens them, PDF and TIFF too, one picture file each."""
    place.mkdir(parents=True, exist_ok=True)
    kept = []
    for truth in truths:
        pages = open_pages(packets / truth.packet.name)
        for page, spots, ink in zip(pages, truth.spots, truth.inks, strict=True):
            file = place / f"{truth.packet.name}-{page.index:02}.png"
            Image.fromarray(cv2.cvtColor(page.image, cv2.COLOR_BGR2RGB)).save(
                file, dpi=(page.dpi, page.dpi), compress_level=1
            )
            kept.append(Page(file, page.dpi, spots, ink))
    return kept


def _kaiji(truths: Sequence[Truth], pages: Sequence[Page], packets: Path, out: Path) -> Row:
    """Redaction by kaiji, timed in warm processes; the text it reads is judged in `_kaiji_reading`."""
    one = partial(inspect_one, policy=load_policy("rococo"), received_on=RECEIVED_ON, out_dir=out)
    paths = [packets / truth.packet.name for truth in truths]
    with reading_pool(READERS) as pool:
        for warm in [pool.submit(one, paths[0], name=f"warm-{i}") for i in range(READERS)]:
            warm.result()
        began = time.perf_counter()
        for job in [pool.submit(one, path) for path in paths]:
            job.result()
        seconds = time.perf_counter() - began
    pdfs = [out / path.name / "redacted.pdf" for path in paths]
    pictures: list[Any] = []
    for truth, pdf in zip(truths, pdfs, strict=True):
        pictures += (
            [found[0] for found in pictures_of_pdf(pdf.read_bytes())] if pdf.exists() else [None] * len(truth.turns)
        )
    return Row("kaiji", seconds / len(pages), marks=marks_of(pages, pictures))


def _kaiji_reading(pages: Sequence[Page]) -> Row:
    files, dpis = [page.file for page in pages], [page.dpi for page in pages]
    with reading_pool(READERS) as pool:
        for warm in [pool.submit(_kaiji_text, files[0], dpis[0]) for _ in range(READERS)]:
            warm.result()
        began = time.perf_counter()
        texts = list(pool.map(_kaiji_text, files, dpis))
        seconds = time.perf_counter() - began
    return Row("kaiji, reading alone", seconds / len(pages), edits_of(pages, texts))


def _kaiji_text(file: Path, dpi: int) -> str:
    page = PageImage(0, file.name, cv2.imread(str(file)), dpi)
    return "\n".join(line.text for line in read_upright(page).layout.lines)


def _rapidocr(pages: Sequence[Page]) -> Row:
    seconds, texts, shape = min(_rapidocr_run(pages, *shape) for shape in ((1, 2), (2, 1)))
    return Row(f"RapidOCR bare, {shape}", seconds / len(pages), edits_of(pages, texts))


def _rapidocr_run(pages: Sequence[Page], processes: int, threads: int) -> tuple[float, list[str], str]:
    started = get_context("spawn")
    ready = started.Barrier(processes + 1, timeout=_LOADING)
    with started.Pool(processes, _load_rapidocr, (threads, ready)) as pool:
        ready.wait()
        began = time.perf_counter()
        texts = pool.map(_rapidocr_text, [page.file for page in pages], chunksize=1)
        return time.perf_counter() - began, texts, f"{processes}x{threads}"


def _load_rapidocr(threads: int, ready: Any) -> None:
    global _engine  # noqa: PLW0603 (a worker's own; what a pool's start-up loads has no other way to its jobs)
    import rapidocr

    cv2.setNumThreads(threads)
    _engine = rapidocr.RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.max_side_len": LONGEST_SIDE,
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    _engine(np.full((400, 400, 3), 255, np.uint8))
    ready.wait()


_engine: Any = None


def _rapidocr_text(file: Path) -> str:
    return "\n".join(_engine(cv2.imread(str(file))).txts or ())


_OCRMYPDF = (
    ("OCRmyPDF jpn", []),
    ("OCRmyPDF jpn, rotate + deskew", ["--rotate-pages", "--rotate-pages-threshold", "2", "--deskew"]),
)


def _ocrmypdf(pages: Sequence[Page], place: Path, name: str, options: list[str]) -> Row:
    wanted = {"pages": [str(page.file) for page in pages], "folder": str(place), "options": options}
    told = ask("peers_ocrmypdf.py", wanted)
    if "missing" in told:
        return Row(name, note=told["missing"])
    return Row(name, told["seconds"] / len(pages), edits_of(pages, told["texts"]))


_PRESIDIO = (
    ("Presidio, everything personal", "everything"),
    ("Presidio, only what must go", "sensitive"),
)


def _presidio(pages: Sequence[Page], files: Sequence[Path], place: Path, name: str, manner: str) -> Row:
    out = place / f"presidio-{manner}"
    out.mkdir(exist_ok=True)
    told = ask("peers_presidio.py", {"pages": [str(file) for file in files], "folder": str(out), "manner": manner})
    if "missing" in told:
        return Row(name, note=told["missing"])
    pictures = (cv2.imread(str(out / file.name)) for file in files)
    note = f"{told['failed']} pages failed and stayed open" if told["failed"] else ""
    return Row(name, told["seconds"] / len(pages), marks=marks_of(pages, pictures), note=note)


def ask(script: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """What a peer's script answers, or why there is none under `missing`; the peers' packages stay out of our environment."""
    if not _PYTHON.exists():
        return {"missing": "not installed (make .setup/peers)"}
    path = f"{_PYTHON.parent}{os.pathsep}{os.environ['PATH']}"
    try:
        done = subprocess.run(
            [_PYTHON, _HERE / script],
            input=json.dumps(wanted),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
            env=os.environ | {"PATH": path, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        return {"missing": f"was not done after {_SECONDS} s"}
    if done.returncode:
        return {"missing": f"did not run: {(done.stderr.strip().splitlines() or ['no word'])[-1]}"}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def edits_of(pages: Sequence[Page], texts: Sequence[str]) -> Counter[str]:
    """Letters of the values that must stay readable, and the edits that the pages' texts need for them."""
    counts: Counter[str] = Counter()
    for page, text in zip(pages, texts, strict=True):
        read = plain(text)
        for value in sorted({plain(spot.text) for spot, _ in page.spots if spot.purpose == "readable"}):
            counts["letters"] += len(value)
            counts["edits"] += fewest_edits(value, read)
    return counts


def fewest_edits(value: str, text: str) -> int:
    """The edits that make `value` out of one part of `text`, or of two parts when it is long."""
    heads = _edits_of_heads(value, text)
    if len(value) <= _LONG:
        return heads[-1]
    tails = _edits_of_heads(value[::-1], text[::-1])[::-1]
    return min(head + tail for head, tail in zip(heads, tails, strict=True))


def _edits_of_heads(value: str, text: str) -> list[int]:
    """For value[:0], value[:1], … the fewest edits that make it out of some part of `text`."""
    letters = np.array([ord(letter) for letter in text], np.int64)
    steps = np.arange(len(text) + 1)
    edits = np.zeros(len(text) + 1, np.int64)
    fewest = [0]
    for letter in value:
        kept = edits[:-1] + (letters != ord(letter))
        following = np.minimum(edits + 1, np.concatenate([edits[:1] + 1, kept]))
        edits = np.minimum.accumulate(following - steps) + steps
        fewest.append(int(edits.min()))
    return fewest


def marks_of(pages: Sequence[Page], pictures: Iterable[npt.NDArray[np.uint8] | None]) -> Counter[str]:
    """Marks on the redacted pictures: sensitive ones and how many are open, readable ones and how many are lost."""
    counts: Counter[str] = Counter()
    for page, picture in zip(pages, pictures, strict=True):
        if picture is None:
            continue  # quarantined: nothing goes out
        over = painted_over(cv2.imread(str(page.file)), picture)
        for spot, poly in page.spots:
            share = _share_of_ink(page.ink, over, poly)
            if spot.purpose == "readable":
                counts["readable"] += 1
                counts["lost"] += share > COVERED
                continue
            counts["sensitive"] += 1
            counts["open"] += share < HIDDEN
            counts["domiciles"] += spot.purpose == "domicile"
            counts["domiciles open"] += share < HIDDEN and spot.purpose == "domicile"
    return counts


def painted_over(before: npt.NDArray[np.uint8], after: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """What was made black, with the letters' strokes inside it, which were dark before; and what came as solid black."""
    same_size = cv2.resize(after, before.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    was, now = before.max(axis=2).astype(np.int16), same_size.max(axis=2)
    made = ((now < DARK) & (was - now > _MADE)).astype(np.uint8)
    filled = cv2.morphologyEx(made, cv2.MORPH_CLOSE, np.ones((_STROKE, _STROKE), np.uint8)).astype(bool)
    return filled | solid(same_size)


def _share_of_ink(ink: npt.NDArray[np.bool_], over: npt.NDArray[np.bool_], poly: list[list[float]]) -> float:
    """The share of a mark's ink that is painted over; 1 for one without ink, which its sender had blackened."""
    height, width = over.shape
    inside = np.zeros((height, width), np.uint8)
    cv2.fillPoly(inside, [np.array([[x * width, y * height] for x, y in poly], np.int32)], 1)
    letters = cv2.resize(ink.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST) & inside
    return float(over[letters > 0].mean()) if letters.any() else 1.0


def table(rows: Sequence[Row]) -> list[str]:
    """The rows in columns; after each figure how many times kaiji's it is."""
    seconds = rows[0].seconds
    edits, marks = rows[1].edits, rows[0].marks
    lines = [
        f"  {'':31} {'s a page':>14} {'CER of values':>18} {'sensitive open':>23} {'domiciles open':>23} {'readable lost':>23}"
    ]
    for row in rows:
        cells = [
            f"{_number(row.seconds, '.2f')}{_times(row.seconds, seconds)}".rjust(14),
            _share(row.edits, edits, "edits", "letters", 18, of=False),
            _share(row.marks, marks, "open", "sensitive", 23),
            _share(row.marks, marks, "domiciles open", "domiciles", 23),
            _share(row.marks, marks, "lost", "readable", 23),
        ]
        measured = row.seconds is not None
        lines.append(f"  {row.name:31} {' '.join(cells) if measured else row.note}".rstrip())
        lines += [f"  {'':31} {row.note}"] if measured and row.note else []
    return lines


def _share(counts: Counter[str], kaiji: Counter[str], part: str, whole: str, width: int, *, of: bool = True) -> str:
    if not counts[whole]:
        return "-".rjust(width)
    share = counts[part] / counts[whole]
    shown = f"{counts[part]}/{counts[whole]} = " if of else ""
    return f"{shown}{100 * share:.1f} %{_times(share, kaiji[part] / max(1, kaiji[whole]))}".rjust(width)


def _times(value: float | None, kaiji: float | None) -> str:
    """How many times kaiji's figure; of nothing there is no multiple."""
    return f" ({value / kaiji:.2f}x)" if value is not None and kaiji else " (-)"


def _number(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)
