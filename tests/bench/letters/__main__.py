"""Letters a second and peak memory, kaiji beside LibreOffice with a docx template of the same text.

`python -m tests.bench.letters [--letters 500] [--peer-letters 100]`. Each runs on one core (`taskset`), one after the
other, alone. kaiji is warm: fonts read, templates compiled. LibreOffice is measured twice: all files in one call, its start
counted apart, which is the fastest that it offers and fits a mailing; and a call for each letter, which is how a letter is
made when its case is decided. docxtpl lives in
`.venv-letters` (`make .setup/letter-peers`). That both say the same is looked at: the characters of each letter's PDF
that the other's has as well.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import psutil
import pypdfium2

from tests.bench.letters.mail import blocks, letters
from tests.support.running import PROJECT

PEERS = PROJECT / ".venv-letters" / "bin" / "python"
_CORE = "0"
_SINGLY = 5


class Figures(NamedTuple):
    """What one side took: letters, seconds of each part, peak memory of all its processes in MB."""

    name: str
    letters: int
    seconds: float
    start: float
    peak_mb: float

    @property
    def each(self) -> float:
        """Seconds a letter, without the start."""
        return self.seconds / self.letters


def main() -> None:
    """Runs both and prints a table."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.letters")
    asked.add_argument("--letters", type=int, default=500)
    asked.add_argument("--peer-letters", type=int, default=100)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="kaiji-letters-") as folder:
        ours, theirs = Path(folder) / "kaiji", Path(folder) / "libreoffice"
        figures = [kaiji(given.letters, ours)]
        if PEERS.exists() and shutil.which("soffice"):
            figures += libreoffice(given.peer_letters, theirs)
        else:
            print("LibreOffice or docxtpl is not installed: make .setup/letter-peers")
        tell(figures)
        if len(figures) > 1:
            print(f"same text: {same_text(ours, theirs):.1%} of the characters of each letter, on average")


def kaiji(number: int, out: Path) -> Figures:
    """Letters by kaiji, in one process."""
    out.mkdir()
    begun = time.perf_counter()
    told, _ = measured([sys.executable, "-m", "tests.bench.letters.ours", str(number), str(out)])
    whole, found = time.perf_counter() - begun, json.loads(told)
    print(f"kaiji, slowest letter: {max(found['seconds']):.2f} s, median {statistics.median(found['seconds']):.2f} s")
    seconds = sum(found["seconds"])
    return Figures("kaiji", number, seconds, whole - seconds, found["peak_mb"])


def libreoffice(number: int, out: Path) -> list[Figures]:
    """The same text by docxtpl and LibreOffice: in one call, and in a call for each of a few."""
    out.mkdir()
    told = out / "letters.json"
    told.write_text(json.dumps([blocks(letter) for letter in letters(number)], ensure_ascii=False), encoding="utf-8")
    filled, docx_mb = measured(
        [str(PEERS), str(PROJECT / "tests" / "bench" / "letters" / "peer_docx.py"), str(told), str(out)]
    )
    files = sorted(map(str, out.glob("*.docx")))
    converted(files[:1], out)  # makes its profile, once and for all
    singly = [converted([file], out) for file in files[:_SINGLY]]
    whole, mb = converted(files, out)
    docx = statistics.mean(json.loads(filled)["seconds"])
    alone = statistics.mean(seconds for seconds, _ in singly)
    start = max((number * alone - whole) / (number - 1), 0) if number > 1 else 0.0  # whole = start + number x a letter
    pdf = (whole - start) / number
    print(f"LibreOffice: docxtpl {docx:.3f} s, PDF {pdf:.3f} s a letter, start {start:.2f} s")
    return [
        Figures("LibreOffice, one call", number, number * (docx + pdf), start, max(mb, docx_mb)),
        Figures("LibreOffice, a call each", len(singly), len(singly) * (docx + alone), 0.0, max(m for _, m in singly)),
    ]


def converted(files: list[str], out: Path) -> tuple[float, float]:
    """Seconds and peak MB of turning these files into PDF in one call."""
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    begun = time.perf_counter()
    _, peak = measured(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(out), *files])
    return time.perf_counter() - begun, peak


def measured(command: list[str]) -> tuple[str, float]:
    """What a command on one core says, and the most memory that it and its children had at one time, in MB."""
    with subprocess.Popen(["taskset", "-c", _CORE, *command], cwd=PROJECT, stdout=subprocess.PIPE, text=True) as child:
        peak, of = 0.0, psutil.Process(child.pid)
        while child.poll() is None:
            peak = max(peak, memory(of))
            time.sleep(0.05)
        said = child.stdout.read() if child.stdout else ""
    if child.returncode:
        raise SystemExit(f"{command[0]} ended with {child.returncode}")
    return said, peak


def memory(process: psutil.Process) -> float:
    """Resident MB of a process and its children."""
    total = 0
    try:
        for each in (process, *process.children(recursive=True)):
            total += each.memory_info().rss
    except psutil.NoSuchProcess:
        pass
    return total / 1024**2


def same_text(ours: Path, theirs: Path) -> float:
    """How much of our letters' text the others' have, as characters counted."""
    shares = []
    for file in sorted(theirs.glob("*.pdf")):
        mine, other = (Counter("".join(text(each).split())) for each in (ours / file.name, file))
        shares.append((mine & other).total() / mine.total())
    return statistics.mean(shares)


def text(file: Path) -> str:
    """All text of a PDF."""
    with pypdfium2.PdfDocument(file) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def tell(figures: list[Figures]) -> None:
    """A table, the others as multiples of the first."""
    first = figures[0]
    print(f"{'':26}{'letters':>8}{'s a letter':>12}{'x':>7}{'s in all':>10}{'start s':>9}{'peak MB':>9}{'x':>7}")
    for each in figures:
        ratios = each.each / first.each, each.peak_mb / first.peak_mb
        print(
            f"{each.name:26}{each.letters:>8}{each.each:>12.3f}{ratios[0]:>7.2f}{each.seconds:>10.1f}{each.start:>9.1f}"
            f"{each.peak_mb:>9.0f}{ratios[1]:>7.2f}"
        )


if __name__ == "__main__":
    main()
