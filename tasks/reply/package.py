"""Makes the protected file that is an electronic answer: what its letter says, and nothing that its letter does not.

Everything in it comes from the letter's own words, so what was withheld or masked there is in no file of it. Its password is
derived from a key of the house and the letter's number: it is stored nowhere, a letter that is written again after a break
has the same one, and a letter that is issued again has another. What was weighed against it: a random one in a column,
which would lie in every dump of the database and had to be kept apart from what is shown of a letter.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from tasks.audit.csv_files import to_csv
from tasks.case.bilingual import Said
from tasks.case.letters import AnnexRow, Letter
from tasks.engines.protected_files import lock_files, lock_pdf

FORMAT = "kaiji-annex-1"
_GROUPS, _GROUP = 6, 4  # 24 letters of 5 bits each
_READABLE = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
)  # none looks like another
_MASKED = Said("(left out, as it concerns somebody else)", "（本人以外の方に関する情報のため、記載しておりません）")
_HEADING = (Said("System", "システム"), Said("Item", "項目"), Said("Content", "内容"))


def password_of(key: bytes, number: str) -> str:
    """The password of the package of a letter: 120 bits in six groups of four letters and digits."""
    digest = hmac.new(key, f"package {number}".encode(), hashlib.sha256).digest()
    letters = base64.b32encode(digest).decode().translate(_READABLE)
    return "-".join(letters[place : place + _GROUP] for place in range(0, _GROUPS * _GROUP, _GROUP))


def make_package(letter: Letter, pdf: bytes, form: str, password: str) -> bytes:
    """The package of a letter in one of the formats `pdf`, `csv`, `json`: the letter, and its annex where it has a file."""
    if form == "pdf":
        return lock_pdf(pdf, password)
    return lock_files({f"{letter.number}.pdf": pdf, f"annex.{form}": _ANNEXES[form](letter)}, password)


def _annex_csv(letter: Letter) -> bytes:
    """One row for each item, UTF-8 with its mark; no cell begins a formula."""
    rows = [(table.title, row.label, _shown(row, letter)) for table in letter.annex for row in table.rows]
    return to_csv([tuple(each.in_(letter.language) for each in _HEADING), *rows])


def _shown(row: AnnexRow, letter: Letter) -> str:
    return _MASKED.in_(letter.language) if row.masked else row.value


def _item(row: AnnexRow) -> dict[str, Any]:
    return {"item": row.label, "value": None, "masked": True} if row.masked else {"item": row.label, "value": row.value}


def _annex_json(letter: Letter) -> bytes:
    """The annex as data: `format`, `letter`, `language`, `systems`, `purposes`.

    Each system has its `part` (the data held, or the records of its provision), the `purpose` of its data ("": told with an
    earlier record of it) and `items` of label and value; what tells of somebody else is `masked` and has none. `withheld`
    names what a partial disclosure leaves out, never its values.
    """
    told: dict[str, Any] = {
        "format": FORMAT,
        "letter": letter.number,
        "written_on": letter.written_on.isoformat(),
        "language": letter.language,
        "systems": [
            {
                "system": table.title,
                "part": table.part,
                "purpose": table.purpose,
                "items": [_item(row) for row in table.rows],
            }
            for table in letter.annex
        ],
        "purposes": [{"category": each.category, "purposes": list(each.purposes)} for each in letter.purposes],
        "withheld": list(letter.withheld),
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


_ANNEXES: dict[str, Callable[[Letter], bytes]] = {"csv": _annex_csv, "json": _annex_json}
