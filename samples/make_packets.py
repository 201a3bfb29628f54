"""Makes the sample packets, their expected ends, and the data the company holds on their people: always the same.

Run `python samples/make_packets.py [--only NAME]` from anywhere; see samples/README.md.
"""

import argparse
import csv
import io
import json
import random
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import pikepdf  # noqa: E402
from maker import scanner  # noqa: E402
from maker.packets import PACKETS, RECEIVED_ON, Packet  # noqa: E402
from maker.people import Person, make_person  # noqa: E402


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


def make(folder: Path, packet: Packet, dice: random.Random) -> None:
    """Scans the sheets and writes the packet with its expected end."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    scans = [scanner.scan(s.image, dice, -packet.turns.get(i, 0) % 360) for i, s in enumerate(packet.sheets)]
    save(folder, packet.shape, [picture for picture, _ in scans])
    (folder / "expected.toml").write_text(expected(packet, scans), encoding="utf-8")


def save(folder: Path, shape: str, pictures: list[scanner.Picture]) -> None:
    """The scans in one of the shapes that arrive."""
    if shape == "folder":
        (folder / "scan").mkdir()
        for i, picture in enumerate(pictures, start=1):
            (folder / "scan" / f"{i:02}.jpg").write_bytes(scanner.as_jpeg(picture))
    elif shape == "tiff":
        (folder / "scan.tiff").write_bytes(scanner.as_tiff(pictures))
    else:
        pdf = scanner.as_pdf(pictures)
        (folder / "scan.pdf").write_bytes(locked(pdf) if shape == "locked" else pdf)


def locked(pdf: bytes) -> bytes:
    """The PDF with a password nobody told; by the old cipher, which needs no random numbers: the same bytes every time."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        old = pikepdf.Encryption(user="himitsu", owner="himitsu", R=4, aes=False, metadata=False)
        opened.save(out, encryption=old, static_id=True)
    return out.getvalue()


def expected(packet: Packet, scans: list[tuple[scanner.Picture, Any]]) -> str:
    """What a reader should find, and how the case should end, as TOML."""
    lines = ['policy = "rococo"', f"received_on = {RECEIVED_ON.isoformat()}", ""]
    lines += ["[intake]", f"disposition = {toml(packet.disposition)}", f"findings = {toml(packet.findings)}"]
    if packet.shape != "locked":
        for i, sheet in enumerate(packet.sheets):
            lines += ["", "[[pages]]", f'kind = "{sheet.kind}"', f"rotation = {packet.turns.get(i, 0)}"]
        lines += marks(packet, scans)
    lines += ["", "[fields]", *(f"{toml(name)} = {toml(value)}" for name, value in packet.fields.items())]
    for table, values in (("people", packet.people), ("end", packet.end)):
        plain = {name: value for name, value in values.items() if not isinstance(value, dict)}
        lines += ["", f"[{table}]", *(f"{name} = {toml(value)}" for name, value in plain.items())]
        for name, inner in values.items():
            if isinstance(inner, dict):
                lines += ["", f"[{table}.{name}]", *(f"{key} = {toml(value)}" for key, value in inner.items())]
    return "\n".join(lines) + "\n"


def marks(packet: Packet, scans: list[tuple[scanner.Picture, Any]]) -> list[str]:
    """Every value that must be painted, and every one that must stay readable, where it lies on the scan."""
    lines: list[str] = []
    for i, (sheet, (picture, matrix)) in enumerate(zip(packet.sheets, scans, strict=True)):
        for mark in sheet.marks:
            corners = scanner.carried(mark.corners, matrix, picture)
            lines += ["", "[[readable]]" if mark.purpose == "readable" else "[[sensitive]]", f"page = {i}"]
            lines += [] if mark.purpose == "readable" else [f'reason = "{mark.purpose}"']
            lines += [f"text = {toml(mark.text)}", f"poly = {corners}"]
    return lines


def toml(value: Any) -> str:
    """A text, number, list or table of them as TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{toml(key)} = {toml(inner)}" for key, inner in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


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
    """What the company holds: five of the requesters, twenty others, and two who are nearly the same."""
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
