"""Grounds of refusals as figures count them: one code whatever number a company gives it."""

from pathlib import Path

import pytest

from tasks.case.act_clauses import ACT_CLAUSES
from tasks.case.grounds import ExistenceExclusion, RefusalGround
from tasks.case.words import RequestKind
from tasks.figures.ground_words import GROUNDS, ground_codes
from tasks.policy.choosable import choosable
from tasks.policy.loader import load_policy

FILES = sorted([*Path("samples/policies").glob("*.toml"), *Path("tests/support/policies").glob("*.toml")])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_whatever_can_be_chosen_is_counted_by_a_code_that_has_words(file: Path) -> None:
    """Of every company at hand each ground, exclusion and clause that a person can choose is known to the figures."""
    policy = load_policy(file)
    codes = ground_codes(policy, [each.number for each in choosable(policy, RequestKind)])
    assert set(codes) <= set(GROUNDS)


def test_two_companies_numbers_for_one_ground_are_one_code() -> None:
    """Number 1 of one company is number 3 of none other: what is counted is the ground, once for a decision."""
    ito, rakuro = load_policy("ito-software"), load_policy("rakuro")
    assert ground_codes(ito, ["1", "2"]) == ("serious_hindrance", "law_violation")
    assert ground_codes(rakuro, ["1", "1", "3"]) == ("no_legal_obligation", "excessive_work")
    assert ground_codes(load_policy("rococo"), ["a"]) == ("harm_to_person",)
    assert ground_codes(ito, ["34(1)", "99"]) == ("34(1)", "99")


def test_every_code_has_words_in_both_languages() -> None:
    """Each canonical ground, each exclusion and each clause of the Act is told in English and Japanese."""
    for code in [*RefusalGround, *ExistenceExclusion, *(clause.number for clause in ACT_CLAUSES)]:
        words = GROUNDS[code]
        assert words.en
        assert any(ord(sign) > 0x2FFF for sign in words.ja), code
