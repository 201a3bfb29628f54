"""Many postings confirmed at once: each case by itself, signed, told by itself, and never twice."""

import pytest
from jinja2 import ChoiceLoader, DictLoader
from sqlmodel import select

from tasks.case.errors import KaijiError
from tasks.case.means import Means
from tasks.case.progress import Step
from tasks.case.roles import Role
from tasks.case.tracking import plain_tracking
from tasks.desk import pages
from tasks.desk.dispatch import Posting, confirm_postings, read_to_post
from tasks.desk.posting_lists import read_list, text_of_file
from tasks.store.account_tables import SigningCode
from tasks.store.cases import case_by_number
from tasks.store.signing import evidence_digest, redeem_code
from tests.support.cases import open_case
from tests.support.moving import TRACKING as ONE
from tests.support.moving import accepted, by, deficient, sent_back, to_dispatch
from tests.support.worklist_desk import FakeHands, add_account, client_of, worklist_desk

TWO = "123-45-67891-2"


@pytest.fixture(autouse=True)
def mori(house, monkeypatch):
    """Who posts the letters; and pages without the desk's own frame."""
    add_account(house, "mori", Role.OPERATOR)
    made = pages.environment("en")
    frame = {"page.html": "{% block title %}{% endblock %}{% block main %}{% endblock %}"}
    monkeypatch.setattr(made, "loader", ChoiceLoader([DictLoader(frame), made.loader]))
    made.cache.clear()


def posting(number, tracking=ONE, asking="dispatch-reply-1"):
    return Posting(number, asking, tracking)


def outcomes(done):
    return [(one.number, one.outcome) for one in done]


def test_each_case_is_answered_with_a_code_that_signs_it(house):
    """The code in the answer is this person's, for this asking, with the evidence as it stands."""
    number, hands = to_dispatch(house), FakeHands()
    assert outcomes(confirm_postings(house, hands, "mori", [posting(number)])) == [(number, "sent")]
    ((case, asking, answer),) = hands.answers
    assert (case, asking, answer["action"], answer["tracking_number"]) == (number, "dispatch-reply-1", "posted", ONE)
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        digest = evidence_digest(session, case)
        signed = redeem_code(session, house.key("signing"), answer["code"], case, asking, digest, house.now())
        assert signed.handle == "mori"


def test_one_that_cannot_be_sent_stops_no_other(house):
    """The first breaks and says why, the second goes out."""
    broken, fine = to_dispatch(house, b"one"), to_dispatch(house, b"two")
    hands = FakeHands(broken=[broken], error=KaijiError("The run does not wait."))
    done = confirm_postings(house, hands, "mori", [posting(broken), posting(fine, TWO)])
    assert outcomes(done) == [(broken, "not_sent"), (fine, "sent")]
    assert done[0].detail == "The run does not wait."


def test_an_unforeseen_error_is_told_without_its_words(house):
    """What an error of the network says may hold an answer; only its type is shown."""
    number = to_dispatch(house)
    hands = FakeHands(broken=[number], error=ValueError("1234-5678-9012 must not be told"))
    (done,) = confirm_postings(house, hands, "mori", [posting(number)])
    assert done.detail.startswith("ValueError at ")
    assert "told" not in done.detail


def test_what_failed_can_be_sent_again_at_once(house):
    """Its code is worthless from then on, and the next try gets another."""
    number = to_dispatch(house)
    confirm_postings(house, FakeHands(broken=[number]), "mori", [posting(number)])
    with house.database.transaction() as session:
        (code,) = session.exec(select(SigningCode)).all()
        assert code.expires_at <= house.now()
    assert outcomes(confirm_postings(house, FakeHands(), "mori", [posting(number)])) == [(number, "sent")]


def test_sent_twice_it_goes_out_once(house):
    """The page is reloaded while the run is still starting: the second sends nothing."""
    number, hands = to_dispatch(house), FakeHands()
    first, second = (confirm_postings(house, hands, "mori", [posting(number)]) for _ in range(2))
    assert outcomes([*first, *second]) == [(number, "sent"), (number, "under_way")]
    assert len(hands.answers) == 1


def test_what_was_confirmed_before_is_told_from_what_moved_on(house):
    """A page left open since yesterday."""
    number, other = to_dispatch(house, b"one"), open_case(house, b"two")
    accepted(house, number)
    done = confirm_postings(
        house, FakeHands(), "mori", [posting(number), posting(other, TWO), posting("K26-09999", "1111-1111-1111")]
    )
    assert outcomes(done) == [(number, "confirmed_before"), (other, "moved_on"), ("K26-09999", "moved_on")]


def test_only_dispatch_can_be_confirmed_here(house):
    """A decision sent to this page is answered by nobody."""
    number, hands = deficient(house, Step.RELEASE_DEFICIENCY), FakeHands()
    done = confirm_postings(house, hands, "mori", [posting(number, asking="release-deficiency-1")])
    assert outcomes(done) == [(number, "moved_on")]
    assert not hands.answers


@pytest.mark.parametrize("tracking", ["12345", "ABCDEFGH", "1" * 21])
def test_a_number_that_is_none_is_not_sent(house, tracking):
    """As the form in Prefect would refuse it."""
    number, hands = to_dispatch(house), FakeHands()
    assert outcomes(confirm_postings(house, hands, "mori", [posting(number, tracking)])) == [
        (number, "no_tracking_number")
    ]


@pytest.mark.parametrize(
    ("means", "outcome"), [(Means.ORDINARY, "sent"), (Means.SIMPLE_REGISTERED, "no_tracking_number")]
)
def test_only_what_the_post_gives_a_number_needs_one(house, means, outcome):
    """Two ordinary letters are confirmed without a number, which is no number twice; registered ones are not."""
    house = by(house, means)
    numbers = [to_dispatch(house, b"one"), to_dispatch(house, b"two")]
    done = confirm_postings(house, FakeHands(), "mori", [posting(number, "") for number in numbers])
    assert outcomes(done) == [(number, outcome) for number in numbers]


def test_a_list_of_the_posts_own_program_is_matched_before_anything_is_recorded(house):
    """Columns in any order, Shift_JIS, names passed over; strangers, duplicates and doubtful digits are told by line."""
    one, two, three = (to_dispatch(house, content) for content in (b"one", b"two", b"three"))
    text = text_of_file(
        "差出票\n通番,お届け先,摘要,電話番号,お問い合わせ番号\n"
        f"1,山田 太郎,{one}-1,03-1234-5678,123-45-67890-3\n2,鈴木,{two}-1,,12345678901\n3,某,K26-09999-1,,111-11-11111-1\n"
        f"4,佐藤,{three},,１２３−４５−６７８９０−３\n5,山田 太郎,{one},,12345678903\n6,山田 太郎,{one}-1,,123-45-67890-3\n".encode(
            "cp932"
        )
    )
    read = read_list(house, text, read_to_post(house))
    assert [(each.line, each.case, each.doubtful) for each in read.matched] == [(3, one, False), (4, two, True)]
    assert read.unread == [(5, "unknown_letter"), (6, "number_above"), (7, "two_numbers"), (8, "line_again")]
    assert "山田" not in repr(read)


def test_a_list_without_a_heading_is_told_by_its_shape(house):
    """A telephone number and a postcode are not taken for the number of the post."""
    number = to_dispatch(house)
    read = read_list(house, f"1\t530-0001\t03-1234-5678\t123-45-67890-3\t{number}-1\n", read_to_post(house))
    assert read.tracking == {number: "123-45-67890-3"}


def test_one_number_at_two_cases_is_a_slip(house):
    """Two people's letters do not lie in one envelope: neither is confirmed."""
    one, two, hands = to_dispatch(house, b"one"), to_dispatch(house, b"two"), FakeHands()
    done = confirm_postings(
        house, hands, "mori", [posting(one), posting(two, "１２３４５６７８９０１"), posting(two, ONE)]
    )
    assert [row.outcome for row in done] == ["number_twice", "sent", "number_twice"]


@pytest.mark.parametrize(
    "typed", ["１２３－４５－６７８９０－１", " 123-45-67890-1 ", "123‐45‐67890‐1", "123ー45ー67890ー1"]
)
def test_numbers_as_people_type_them(typed):
    """Full-width digits, odd hyphens and spaces are the same number."""
    assert plain_tracking(typed) == ONE


def test_a_list_is_read_by_letter_or_case_number(house):
    """With a heading, empty lines, tabs from a spreadsheet; each line that says nothing is told."""
    one, two = to_dispatch(house, b"one"), to_dispatch(house, b"two")
    waiting = read_to_post(house)
    read = read_list(
        house, f"書面番号\t引受番号\n{one}-1\t{ONE}\n\n{two.lower()}\t{TWO}\nK26-09999-1\t{ONE}\n{one}\t12\n", waiting
    )
    assert read.tracking == {one: ONE, two: TWO}
    assert read.unread == [(5, "unknown_letter"), (6, "no_tracking_number")]
    assert read_list(house, f"{one}-1,{ONE}\n{one},{TWO}", waiting).unread == [(2, "two_numbers")]


def test_a_cell_without_end_is_no_list(house):
    """It is told in a sentence."""
    with pytest.raises(KaijiError, match="no text"):
        read_list(house, "a," + "1" * 200_000, [])


def test_a_list_of_a_japanese_spreadsheet_is_read():
    """Excel writes Shift_JIS, or UTF-8 with a mark."""
    for encoding in ("cp932", "utf-8", "utf-8-sig", "utf-16"):
        assert text_of_file("引受番号".encode(encoding)) == "引受番号"
    with pytest.raises(KaijiError, match="CSV"):
        text_of_file(b"PK\x03\x04\x00\x00")


def test_the_deficiency_letter_is_posted_here_too(house):
    """Only the letter that asks is named, not one of another occasion."""
    number = deficient(house, Step.DISPATCH_DEFICIENCY)
    (row,) = read_to_post(house)
    assert (row.item.number, [letter.number for letter in row.letters]) == (number, [f"{number}-1"])
    done = confirm_postings(house, FakeHands(), "mori", [posting(number, asking="dispatch-deficiency-1")])
    assert outcomes(done) == [(number, "sent")]


def test_the_page_tells_row_by_row(house):
    """Two ticked, one with a number: the result names both, and the form keeps what was typed."""
    one, two, hands = to_dispatch(house, b"one"), to_dispatch(house, b"two"), FakeHands()
    browser = client_of(worklist_desk(house, hands), "mori", Role.OPERATOR)
    form = {
        "case": [f"{one}:dispatch-reply-1", f"{two}:dispatch-reply-1"],
        f"tracking:{one}": ONE,
        f"tracking:{two}": "12",
    }
    shown = browser.post("/dispatch", data=form).text
    assert "1 of 2 sent" in shown
    assert [answer[0] for answer in hands.answers] == [one]
    assert f'name="tracking:{one}"' not in shown
    assert f'name="tracking:{one}"' not in browser.get("/dispatch").text, "it is being recorded"
    assert f'name="tracking:{two}" value="12"' in shown
    again = browser.post("/dispatch", data=form).text
    assert "0 of 2 sent" in again
    assert len(hands.answers) == 1


def test_an_uploaded_list_fills_the_form_and_confirms_nothing(house):
    """A person checks the numbers before they are confirmed."""
    number, hands = to_dispatch(house), FakeHands()
    browser = client_of(worklist_desk(house, hands), "mori", Role.OPERATOR)
    file = ("list.csv", f"書面番号,引受番号\r\n{number}-1,{ONE}\r\n".encode("cp932"), "text/csv")
    shown = browser.post("/dispatch/numbers", data={"list": ""}, files={"file": file}).text
    assert f'name="tracking:{number}" value="{ONE}"' in shown
    assert "checked" in shown
    assert not hands.answers


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.APPROVER, Role.MANAGER, Role.AUDITOR])
def test_only_operators_confirm_posting(house, role):
    """The page is shown to nobody else, and takes nothing from anybody else."""
    browser = client_of(worklist_desk(house), "sato", role)
    assert browser.get("/dispatch").status_code == browser.post("/dispatch", data={}).status_code == 403
    assert "/dispatch" not in browser.get("/").text


def test_a_case_whose_answer_was_sent_back_says_why(house):
    """The mail room learns what was wrong with the number it gave."""
    number = to_dispatch(house)
    sent_back(house, number, "Not a number.", "番号ではありません。")
    (row,) = read_to_post(house)
    assert row.item.wait.key == "dispatch-reply-2"
    assert row.complaints == [("Not a number.", "番号ではありません。")]


def test_what_waits_for_the_requester_is_not_listed(house):
    """It was posted."""
    deficient(house, Step.AWAIT_REQUESTER)
    assert read_to_post(house) == []
