"""Makes the README's pictures of letters, and the table that shows them: `make gallery`."""

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from tasks.case.letters import LetterKind
from tasks.case.review_words import LETTERS
from tasks.policy import Policy, list_policies, load_policy
from tasks.reply.letter_templates import read_templates
from tasks.reply.sample_letters import letter_kinds, sample_pdf
from tasks.reply.sample_stamp import picture_of
from tests.support.running import PROJECT

TARGET = PROJECT / "samples" / "screenshots" / "letters"
README = PROJECT / "README.md"
BEGIN, END = "<!-- letters, by make gallery -->", "<!-- /letters -->"
WHOLE = "rococo"  # every letter of this policy, and one of each other
OF_OTHERS = (LetterKind.SELF_SERVICE, LetterKind.REFUSE)  # the first of these that the policy has
MOST_BYTES = 60_000
_LOOKS = ((72, 16), (66, 12), (60, 8), (50, 8), (42, 8), (36, 6))  # dots per inch, colours


class Shown(NamedTuple):
    """One letter of the gallery."""

    policy: Policy
    kind: LetterKind
    language: str

    @property
    def file(self) -> Path:
        """Where its picture lies."""
        return TARGET / f"{self.policy.code}-{self.kind.value}-{self.language}.png"


def shown() -> Iterator[Shown]:
    """Every letter of one policy in each of its languages, then one of each other policy."""
    whole = load_policy(WHOLE)
    for kind in letter_kinds(whole):
        yield from (Shown(whole, kind, language) for language in whole.language.letters)
    for policy in (load_policy(name) for name in list_policies() if name != WHOLE):
        kind = next(each for each in OF_OTHERS if each in letter_kinds(policy))
        yield Shown(policy, kind, policy.language.letters[0])


def main() -> None:
    """Takes the pictures anew, and writes the table into the README between its marks."""
    TARGET.mkdir(parents=True, exist_ok=True)
    letters = list(shown())
    for letter in letters:
        letter.file.write_bytes(picture(sample_pdf(letter.policy, letter.kind, read_templates(letter.language))))
    for stale in set(TARGET.glob("*.png")) - {letter.file for letter in letters}:
        stale.unlink()
    README.write_text(with_table(README.read_text(encoding="utf-8"), letters), encoding="utf-8")


def picture(pdf: bytes) -> bytes:
    """All pages side by side as a PNG of few colours, as sharp as its size allows."""
    for dpi, colours in _LOOKS:
        out = io.BytesIO()
        few = picture_of(pdf, dpi).quantize(colours, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            return out.getvalue()
    raise ValueError(f"a letter's picture is larger than {MOST_BYTES} bytes however it is drawn")


def with_table(readme: str, letters: Sequence[Shown]) -> str:
    """The README with the table of these letters between its marks."""
    return re.sub(f"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{table(letters)}\n{END}", readme, flags=re.DOTALL)


def table(letters: Sequence[Shown], columns: int = 6) -> str:
    """Thumbnails that lead to the pictures, with what each letter is below."""
    cells = [*map(_cell, letters)]
    rows = ["| " + " | ".join(cells[at : at + columns]) + " |" for at in range(0, len(cells), columns)]
    return "\n".join([rows[0], "|" + ":-:|" * columns, *rows[1:]])


def _cell(letter: Shown) -> str:
    path = letter.file.relative_to(PROJECT).as_posix()
    name = LETTERS[letter.kind].in_(letter.language)
    company = "" if letter.policy.code == WHOLE else f"{letter.policy.company.name_ja}<br>"
    return f'<a href="{path}"><img src="{path}" height="120" alt="{name}"></a><br>{company}{name}'


if __name__ == "__main__":
    main()
