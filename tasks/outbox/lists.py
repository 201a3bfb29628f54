"""The lists that go with a print file: the manifest of letters, and the addresses as the post office's receipt wants them."""

from collections.abc import Iterable, Sequence

from tasks.audit.csv_files import Cell, to_csv
from tasks.case.bilingual import Said
from tasks.case.business_days import JST
from tasks.case.review_words import LETTERS
from tasks.outbox.letters_of_day import Out

MANIFEST: tuple[Said, ...] = (
    Said("letter number", "書面番号"),
    Said("case number", "案件番号"),
    Said("kind", "書面の種類"),
    Said("pages", "頁数"),
    Said("means", "送付方法"),
    Said("sha256", "SHA-256"),
    Said("released at", "発送承認日時"),
    Said("released by", "発送承認者"),
    Said("tracking number", "引受番号"),
    Said("posted on", "発送日"),
    Said("issued again for", "再発行前の書面番号"),
)
# As the post office's 書留・特定記録郵便物等差出票 has them.
RECEIPT = ("通番", "届け先氏名", "郵便番号", "住所", "引受番号", "摘要")


def manifest(outs: Iterable[Out], language: str) -> bytes:
    """One line for each letter, without a name or an address."""
    return to_csv([[title.in_(language) for title in MANIFEST], *(_line(out, language) for out in outs)])


def _line(out: Out, language: str) -> Sequence[Cell]:
    letter, posted = out.letter, out.posted
    return (
        letter.number,
        out.case.number,
        LETTERS[letter.kind].in_(language),
        letter.pages,
        out.means,
        letter.sha256,
        out.released_at.astimezone(JST).strftime("%Y-%m-%d %H:%M"),
        out.released_by,
        posted.tracking if posted else "",
        posted.at.astimezone(JST).date().isoformat() if posted else "",
        letter.replaces,
    )


def addresses(outs: Iterable[Out]) -> bytes:
    """One line for each letter, as it is addressed in print; of letters from before that was kept, the number alone."""
    lines: list[Sequence[Cell]] = [RECEIPT]
    for place, out in enumerate(outs, start=1):
        postcode, address, name = out.letter.addressed_to or ("", "", "")
        tracking = out.posted.tracking if out.posted else ""
        lines.append((place, name or "", postcode or "", address or "", tracking, out.letter.number))
    return to_csv(lines)
