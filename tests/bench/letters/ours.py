"""kaiji's side of the bench, in a process of its own: `python -m tests.bench.letters.ours N OUT` prints its figures as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

from tasks.reply.render_letter import render_letter
from tests.bench.letters.mail import letters

_WARM = 3


def main(number: int, out: Path) -> None:
    """Renders the letters one after another, after a few that warm it up."""
    mail = list(letters(number))
    for letter in mail[:_WARM]:
        render_letter(letter)
    seconds = []
    for letter in mail:
        before = time.perf_counter()
        pdf = render_letter(letter)
        seconds.append(time.perf_counter() - before)
        (out / f"{letter.number}.pdf").write_bytes(pdf)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
