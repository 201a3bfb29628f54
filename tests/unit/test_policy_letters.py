"""The words of every letter under every sample policy, as somebody read and approved them."""

import pytest

from tasks.case.letters import LetterKind
from tests.support.letter_texts import CASES, LETTERS, approved, words_of, written
from tests.unit.test_replies import SAMPLES, policy_of


@pytest.mark.parametrize(("code", "name"), CASES)
def test_every_word_under_every_policy_is_as_it_was_approved(code: str, name: str) -> None:
    """Who changes a template or a policy changes the text beside it on purpose (`python -m tests.support.letter_texts`)."""
    assert written(code, name) == approved(code, name).read_text(encoding="utf-8").splitlines()


def test_no_text_is_left_behind() -> None:
    """Each approved text of a policy belongs to a letter that is still written."""
    kept = {path.stem for code in SAMPLES for path in approved(code, "x").parent.glob(f"{code}-*.txt")}
    assert kept == {approved(code, name).stem for code, name in CASES}


def test_every_kind_that_a_case_alone_can_fill_has_its_text() -> None:
    """What needs a ledger, records of provision or a password is composed elsewhere."""
    kinds = {LETTERS[name](policy_of("rococo")).kind for name in LETTERS}
    elsewhere = {LetterKind.FEE_RETURN, LetterKind.PROVISION_RECORDS, LetterKind.PASSWORD, LetterKind.DEFICIENCY}
    assert set(LetterKind) - kinds == elsewhere


@pytest.mark.parametrize(("code", "name"), CASES)
def test_yen_are_written_in_one_way(code: str, name: str) -> None:
    """Always 1,000円: never with a space, a sign, or without the comma."""
    text = "".join(words_of(LETTERS[name](policy_of(code))))
    assert not [odd for odd in ("0 円", "¥", "1000円") if odd in text]
