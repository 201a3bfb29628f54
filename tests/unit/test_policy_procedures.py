"""Real companies' procedures as policy files: illustrations that the model can say what they say."""

from pathlib import Path

import pytest

from tasks.case.grounds import RefusalGround
from tasks.case.words import RequestKind
from tasks.policy import Policy, check_policy, load_policy
from tasks.policy.explain import explain_policy, to_markdown
from tasks.policy.money import FeeMeans

FOLDER = Path(__file__).resolve().parents[1] / "support" / "policies"
FILES = sorted(FOLDER.glob("*.toml"))


def procedure(name: str) -> Policy:
    """An illustration by its name."""
    return load_policy(name, FOLDER)


def test_there_are_eight() -> None:
    """The illustrations that the tests below speak of are there."""
    assert [file.stem for file in FILES] == [
        "aos",
        "jicc",
        "jres",
        "laforet",
        "mediaflag",
        "shimamura",
        "tni",
        "zenginkyo",
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_is_in_order(file: Path) -> None:
    """None has a mistake or a warning."""
    assert check_policy(file) == []


def test_tni_keeps_the_fee_and_gives_two_weeks() -> None:
    """¥800 by fixed-denomination order, two weeks to cure, no refund; corrections are free though no list says so."""
    tni = procedure("tni")
    assert (tni.fee.amount_yen, tni.fee.days_to_cure, tni.requests.answer_days, tni.fee.kept_on_refusal) == (
        800,
        14,
        14,
        True,
    )
    assert tni.fee.takes(FeeMeans.TEIGAKU_KOGAWASE) is True
    assert tni.fee.takes(FeeMeans.STAMPS) is False
    assert tni.fee.charges(RequestKind.CORRECTION) is False
    assert tni.fee.charges(RequestKind.DISCLOSURE) is None


def test_aos_takes_stamps_and_answers_by_registered_post() -> None:
    """¥440 in stamps, about two weeks, a registered letter: our target lies within the promise."""
    aos = procedure("aos")
    assert (aos.fee.amount_yen, aos.fee.takes(FeeMeans.STAMPS), aos.reply.method) == (440, True, "registered_letter")
    assert aos.reply.promise_days == 14 >= aos.reply.internal_target_days


def test_zenginkyo_turns_fixed_orders_down() -> None:
    """A means may be refused without saying which is taken: the refused one is wrong, every other goes to a person."""
    fee = procedure("zenginkyo").fee
    assert fee.takes(FeeMeans.TEIGAKU_KOGAWASE) is False
    assert fee.takes(FeeMeans.FUTSU_KOGAWASE) is None


def test_jres_has_grounds_for_each_kind() -> None:
    """Grounds are confined to kinds, and grounds of the Act that a company did not list are told apart."""
    grounds = procedure("jres").ground
    of_disclosure = {ground.code for ground in grounds if RequestKind.DISCLOSURE in ground.kinds}
    assert of_disclosure == {RefusalGround.HARM_TO_RIGHTS, RefusalGround.SERIOUS_HINDRANCE, RefusalGround.LAW_VIOLATION}
    assert [ground.number for ground in grounds if RequestKind.CORRECTION in ground.kinds] == ["C1"]
    assert {ground.by for ground in grounds} == {"law"}


def test_the_others_say_their_one_thing() -> None:
    """Two identity documents and three years; the ID's address; a free letter; a fee by name."""
    assert procedure("shimamura").identity.number_needed == 2
    assert {rule.days for rule in procedure("shimamura").retention} == {3 * 365}
    assert procedure("mediaflag").reply.to == "person_address_on_id"
    assert procedure("laforet").requests.prescribed_form_needed is False
    assert procedure("jicc").fee.per == "name"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tni", "800 yen"),
        ("aos", "by registered letter"),
        ("zenginkyo", "Not taken: fixed-denomination postal order"),
        ("jres", "for suspension or erasure, stop of provision to third parties only"),
        ("shimamura", "2 documents are needed"),
        ("mediaflag", "the person's address on the identity document"),
        ("laforet", "A letter in any form will do"),
    ],
)
def test_the_explanation_says_it(name: str, said: str) -> None:
    """What a procedure says stands in its explanation, and the word for silence does not."""
    told = to_markdown(explain_policy(procedure(name), f"{name}.toml", "0" * 64))
    assert said in told
    assert "unspecified" not in told
