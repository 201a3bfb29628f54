"""Reads page pictures with OCRmyPDF, as one PDF, and tells seconds and each page's text; runs in the peers' environment.

`ocrmypdf -l jpn --jobs 2 --output-type pdf --optimize 0 --sidecar` (pictures are not made smaller, which only costs it time),
with Debian's Tesseract; the clock runs while the command runs, the PDF is laid before. Turning pages
needs `--rotate-pages-threshold 2`: with its usual 14 it left every turned page of a trial as it was.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import img2pdf


def main() -> None:
    """Takes {pages, folder, options} as JSON on standard input; answers {seconds, texts}."""
    wanted = json.load(sys.stdin)
    folder = Path(wanted["folder"])
    laid, text = folder / "pages.pdf", folder / "sidecar.txt"
    laid.write_bytes(img2pdf.convert(wanted["pages"]))
    fixed = ["-l", "jpn", "--jobs", "2", "--output-type", "pdf", "--optimize", "0", "--quiet", "--sidecar", str(text)]
    began = time.perf_counter()
    subprocess.run(["ocrmypdf", *fixed, *wanted["options"], str(laid), str(folder / "read.pdf")], check=True)
    seconds = time.perf_counter() - began
    texts = text.read_text(encoding="utf-8").split("\f")[: len(wanted["pages"])]
    print(json.dumps({"seconds": seconds, "texts": texts}))


if __name__ == "__main__":
    main()
