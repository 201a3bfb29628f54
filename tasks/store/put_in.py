"""What is put into the envelope of a letter beside it, as whoever closes it reads of it: no number of an instrument."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlmodel import Session

from tasks.case.bilingual import Said
from tasks.case.fee_return import kind_of_instrument
from tasks.store.fees import enclosed_in
from tasks.store.tables import LetterRow


class Put(NamedTuple):
    """One thing that goes with a letter: what it is called, and its yen."""

    what: Said
    yen: int

    def in_(self, language: str) -> str:
        """The thing and its yen in one phrase."""
        return Said(f"{self.what.en}, {self.yen:,} yen", f"{self.what.ja} {self.yen:,}円").in_(language)


def puts_by_letter(session: Session, letters: Iterable[LetterRow]) -> dict[int, list[Put]]:
    """What goes with each of these letters, by the letter's id; one query."""
    found: dict[int, list[Put]] = {}
    for each in enclosed_in(session, [letter.id for letter in letters]):
        put = Put(kind_of_instrument(each.instrument, each.amount_yen), each.amount_yen)
        found.setdefault(each.letter_id, []).append(put)
    return found


def puts_by_case(session: Session, letters: Mapping[int, Iterable[LetterRow]]) -> dict[int, list[Put]]:
    """The same of many cases by the case's id, one query; `letters` are theirs."""
    listed = [letter for mine in letters.values() for letter in mine]
    found = puts_by_letter(session, listed)
    return {case: [put for letter in mine for put in found.get(letter.id, [])] for case, mine in letters.items()}
