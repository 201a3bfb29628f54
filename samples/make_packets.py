"""Makes the sample packets, their expected ends, and the data the company holds on their people: always the same.

Run `python samples/make_packets.py [--only NAME]` from anywhere; see samples/README.md.
"""

import argparse
import csv
import io
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]  # its own modules, and kaiji's, which prints the forms

import pikepdf  # noqa: E402
from maker import scanner  # noqa: E402
from maker.answer_sheet import expected  # noqa: E402
from maker.exports import Mail, as_mail, as_web_form  # noqa: E402
from maker.letters import draw_separator  # noqa: E402
from maker.packet import Packet  # noqa: E402
from maker.packets import HELD, PACKETS  # noqa: E402
from maker.people import Person, make_person  # noqa: E402
from maker.sheet import Sheet  # noqa: E402


def main() -> None:
    """Makes every packet, or one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(PACKETS))
    only = parser.parse_args().only
    for number, (name, recipe) in enumerate(PACKETS.items()):
        if only in (None, name):
            make(HERE / "packets" / name, recipe(random.Random(100 + number)), random.Random(500 + number))
            print(name)
    write_held_data(HERE / "held_data" / "customers.csv")
    subprocess.run([sys.executable, HERE / "held_data" / "make_database.py"], check=True)


def make(folder: Path, packet: Packet, dice: random.Random) -> None:
    """Scans the sheets and writes the packet with its expected end."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    scans = [scanner.scan(sheet.image, dice, -turn % 360) for sheet, turn in sheets_of(packet, dice)]
    save(folder, packet, [picture for picture, _ in scans])
    (folder / "expected.toml").write_text(expected(packet, scans), encoding="utf-8")


def sheets_of(packet: Packet, dice: random.Random) -> Iterator[tuple[Sheet, int]]:
    """The sheets in the order scanned, with the turn that makes each upright; a batch's packets have separators between."""
    for number, part in enumerate(packet.parts or (packet,)):
        if number:
            yield draw_separator(dice), 0
        yield from ((sheet, part.turns.get(i, 0)) for i, sheet in enumerate(part.sheets))


def save(folder: Path, packet: Packet, pictures: Sequence[scanner.Picture]) -> None:
    """The scans in one of the shapes that arrive."""
    match packet.shape:
        case "folder":
            (folder / "scan").mkdir()
            for i, picture in enumerate(pictures, start=1):
                (folder / "scan" / f"{i:02}.jpg").write_bytes(scanner.as_jpeg(picture))
        case "tiff":
            (folder / "scan.tiff").write_bytes(scanner.as_tiff(pictures))
        case "eml" | "json":
            (folder / f"scan.{packet.shape}").write_bytes(exported(packet, [scanner.as_jpeg(one) for one in pictures]))
        case _:
            pdf = scanner.as_pdf(pictures)
            (folder / "scan.pdf").write_bytes(locked(pdf) if packet.shape == "locked" else pdf)


def exported(packet: Packet, attached: Sequence[bytes]) -> bytes:
    """A mail or a web form's export with its attachments."""
    if isinstance(packet.message, Mail):
        return as_mail(packet.message, attached)
    if packet.message is None:
        raise ValueError("a packet of this shape needs a message")
    return as_web_form(packet.message, attached)


def locked(pdf: bytes) -> bytes:
    """The PDF with a password nobody told; by the old cipher, which needs no random numbers: the same bytes every time."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        old = pikepdf.Encryption(user="himitsu", owner="himitsu", R=4, aes=False, metadata=False)
        opened.save(out, encryption=old, static_id=True)
    return out.getvalue()


COLUMNS = (
    "system",
    "name",
    "kana",
    "postcode",
    "address",
    "birth_date",
    "phone",
    "email",
    "会員番号",
    "入会日",
    "最終購入日",
)


def write_held_data(file: Path) -> None:
    """What the companies hold: the requesters who are to find something, twenty others, and two nearly the same."""
    file.parent.mkdir(parents=True, exist_ok=True)
    dice = random.Random(42)
    people = [make_person(number) for number in (1, 2, 3, 5, 8, *range(30, 50))]
    people[2] = moved_from(people[2], make_person(34))
    near = [(make_person(1), make_person(31)), (make_person(8), make_person(33))]
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened, lineterminator="\n")
        rows.writerow(COLUMNS)
        for person in people:
            rows.writerow(held(person, dice, "会員データベース"))
        rows.writerow(held(make_person(1), dice, "問い合わせ管理"))
        for namesake, elsewhere in near:
            row = held(elsewhere, dice, "会員データベース")
            rows.writerow((row[0], namesake.name, namesake.kana, *row[3:]))
        later = random.Random(43)
        for person in HELD:
            rows.writerow(held(person, later, "会員データベース"))


def moved_from(person: Person, elsewhere: Person) -> Person:
    """The person as known before a move: who asks for correction lives elsewhere by now."""
    return replace(person, postcode=elsewhere.postcode, address=elsewhere.address)


def held(person: Person, dice: random.Random, system: str) -> tuple[str, ...]:
    """One record."""
    joined = f"20{dice.randrange(10, 24)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
    bought = f"2026-{dice.randrange(1, 10):02}-{dice.randrange(1, 29):02}"
    contact = (person.postcode, person.address, person.birth_date.isoformat(), person.phone, person.email)
    return (system, person.name, person.kana, *contact, f"M{dice.randrange(10**6, 10**7)}", joined, bought)


if __name__ == "__main__":
    main()
