"""Makes `business.sqlite`, a small company's database, of the people in `customers.csv`: always the same.

Members, their orders, inquiries, a mail magazine, and the records of what was provided to third parties. Run
`python samples/held_data/make_database.py` from anywhere; `make samples` does.
"""

import csv
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).resolve().parent
FILE, PEOPLE = HERE / "business.sqlite", HERE / "customers.csv"
TABLES = """
CREATE TABLE members (number TEXT PRIMARY KEY, name TEXT, kana TEXT, postcode TEXT, address TEXT, birth_date TEXT,
    phone TEXT, email TEXT, joined_on TEXT, last_bought_on TEXT);
CREATE TABLE orders (number TEXT PRIMARY KEY, member TEXT, ordered_on TEXT, item TEXT, yen INTEGER, given_to TEXT);
CREATE TABLE inquiries (number TEXT PRIMARY KEY, name TEXT, address TEXT, birth_date TEXT, phone TEXT, email TEXT,
    received_on TEXT, subject TEXT, answered_by TEXT);
CREATE TABLE subscribers (email TEXT, name TEXT, since TEXT, topics TEXT);
CREATE TABLE provisions (number TEXT PRIMARY KEY, member TEXT, provided_on TEXT, recipient TEXT, items TEXT, basis TEXT);
"""
ITEMS = ("保守サービス年間契約", "研修教材（基礎）", "翻訳サービス", "書籍「業務改善の手引」", "セミナー受講券")
SUBJECTS = ("請求書の再発行", "ご契約内容の確認", "配送先の変更", "製品の使い方", "退会の手続")
STAFF = ("大槻 みどり", "沖田 健吾", "布施 あかり")
RECIPIENTS = ("架空運輸株式会社", "架空決済サービス株式会社", "架空調査株式会社")
TOPICS = ("新製品のご案内", "セミナー情報", "業務改善の事例")


def main() -> None:
    """Makes the file anew."""
    with PEOPLE.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    FILE.unlink(missing_ok=True)
    with closing(sqlite3.connect(FILE)) as database, database:
        database.executescript(TABLES)
        fill(database, rows)


def fill(database: sqlite3.Connection, rows: list[dict[str, str]]) -> None:
    """Every member of the list; every second one has orders, every third a newsletter, every fourth was passed on."""
    dice = random.Random(77)
    members = [row for row in rows if row["system"] == "会員データベース"]
    asked = [row for row in rows if row["system"] == "問い合わせ管理"]
    put(database, "members", (member(row) for row in members))
    put(database, "orders", orders(members[::2], dice))
    put(database, "inquiries", (inquiry(number, row, dice) for number, row in enumerate([*asked, *members[4::5]])))
    put(database, "subscribers", (subscriber(row, dice) for row in members[1::3]))
    put(database, "provisions", (provision(number, row, dice) for number, row in enumerate(members[::4])))


def put(database: sqlite3.Connection, table: str, rows: Iterator[tuple[object, ...]]) -> None:
    """Writes rows as they come."""
    for row in rows:
        database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608  # our own names


def member(row: dict[str, str]) -> tuple[object, ...]:
    """One member."""
    known = (row[name] for name in ("name", "kana", "postcode", "address", "birth_date", "phone", "email"))
    return (row["会員番号"], *known, row["入会日"], row["最終購入日"])


def orders(members: list[dict[str, str]], dice: random.Random) -> Iterator[tuple[object, ...]]:
    """One to three orders of each, some as a gift to somebody."""
    number = 0
    for row in members:
        for _ in range(dice.randrange(1, 4)):
            number += 1
            gift = dice.choice(("", "", "", "贈答先 久保田 さゆり"))
            yield (f"N{number:05}", row["会員番号"], day(dice), dice.choice(ITEMS), dice.randrange(3, 90) * 1000, gift)


def inquiry(number: int, row: dict[str, str], dice: random.Random) -> tuple[object, ...]:
    """One inquiry, answered by one of the staff."""
    known = (row[name] for name in ("name", "address", "birth_date", "phone", "email"))
    return (f"Q{number + 1:05}", *known, day(dice), dice.choice(SUBJECTS), dice.choice(STAFF))


def subscriber(row: dict[str, str], dice: random.Random) -> tuple[object, ...]:
    """One subscriber, who is known by e-mail address and what they call themselves."""
    return (row["email"], row["name"].split()[0], day(dice), "、".join(dice.sample(TOPICS, 2)))


def provision(number: int, row: dict[str, str], dice: random.Random) -> tuple[object, ...]:
    """One record of provision to a third party (Act Art. 29)."""
    told = ("氏名、住所、電話番号", "法第27条第1項（本人の同意）")
    return (f"P{number + 1:05}", row["会員番号"], day(dice), dice.choice(RECIPIENTS), *told)


def day(dice: random.Random) -> str:
    """A day of the last years."""
    return f"20{dice.randrange(22, 27)}-{dice.randrange(1, 10):02}-{dice.randrange(1, 29):02}"


if __name__ == "__main__":
    main()
