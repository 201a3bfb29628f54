"""What the outbox rests on: codes of letters, numbers of the post, ways of delivery, lists and print files."""

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.audit.csv_files import to_csv
from tasks.case.batch import Mark, envelopes
from tasks.case.codes_text import is_sealed, read_letter_code, write_letter_code
from tasks.case.errors import CodeUnknown
from tasks.case.means import Means, has_number, means_of
from tasks.case.progress import CaseState, Lapse, Step, Wait, what_comes_next
from tasks.case.returned import may_come_back
from tasks.case.tracking import check_fits, plain_tracking
from tasks.case.words import Disposition
from tasks.outbox.print_file import page_count, print_file

NUMBERS = st.from_regex(r"[A-Z][0-9]{2}-[0-9]{5,7}-[1-9][0-9]?", fullmatch=True)
FIRST, OTHER, FORM = (Mark.RETURNED, "K26-00001-1"), (Mark.NONE, ""), (Mark.START, "disclosure:1")


@given(NUMBERS)
def test_a_letters_code_says_its_number(number):
    """And only signs that a coarse QR code can carry."""
    code = write_letter_code(number, b"key")
    assert read_letter_code(code) == number
    assert set(code) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:-")


@given(NUMBERS, st.data())
def test_a_digit_that_is_wrong_is_no_letter(number, data):
    """The check character sees every single slip."""
    code = write_letter_code(number, b"key")
    at = data.draw(st.sampled_from([i for i, sign in enumerate(number) if sign.isdigit()])) + len("KAIJI:LETTER:")
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != code[at]]))
    assert read_letter_code(code[:at] + other + code[at + 1 :]) is None


def test_what_is_no_letters_number_gets_no_code():
    """A case's number is none."""
    with pytest.raises(CodeUnknown):
        write_letter_code("K26-00001", b"key")


def test_each_letter_that_came_back_is_an_envelope_of_its_own():
    """Its other pages follow it; what lies on top of the first may be its envelope."""
    assert envelopes([OTHER, FIRST, OTHER, (Mark.RETURNED, "K26-00002-1"), (Mark.RETURNED, "K26-00003-1")]) == [
        [0, 1, 2],
        [3],
        [4],
    ]
    assert envelopes([FORM, OTHER, FIRST, OTHER, FORM]) == [[0, 1], [2, 3], [4]]


def test_a_letter_and_the_slip_of_its_case_are_not_parted():
    """The whole letter came back, or the requester sent it with the slip: a person tells which."""
    slip, of_another = (Mark.START, "K26-00001:1"), (Mark.START, "K26-00002:1")
    assert envelopes([FIRST, OTHER, slip]) == envelopes([slip, OTHER, FIRST]) == [[0, 1, 2]]
    assert envelopes([FIRST, of_another]) == envelopes([of_another, FIRST]) == [[0], [1]]


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ("123-45-67890-3", True),
        ("123-45-67890-1", False),
        ("123456789012", False),
        ("123456789013", True),
        ("RR123456785JP", True),
        ("RR123456784JP", False),
        ("12345678", None),
    ],
)
def test_the_check_digit_of_the_post(number, fits):
    """The rest by seven of domestic numbers, by eleven of international ones."""
    assert check_fits(number) is fits


@given(st.integers(min_value=0, max_value=10**10 - 1), st.integers(min_value=0, max_value=9))
def test_only_one_last_digit_fits(body, last):
    """As the post computes it."""
    assert check_fits(f"{body:010}{last}") is (body % 7 == last)


def test_numbers_as_programs_export_them():
    """Excel's way of keeping a text, full width, small letters."""
    assert plain_tracking('="１２３４５６７８９０３"') == "12345678903"
    assert plain_tracking(" rr123456785jp ") == "RR123456785JP"


@pytest.mark.parametrize(
    ("chosen", "method", "means"),
    [
        (None, "sealed_letter", Means.ORDINARY),
        ("as_set", "registered_letter", Means.SIMPLE_REGISTERED),
        ("restricted", "registered_letter", Means.RESTRICTED),
        ("as_set", "email", Means.ELECTRONIC),
        ("electronic", "unspecified", Means.ORDINARY),
    ],
)
def test_by_which_post_a_letter_goes(chosen, method, means):
    """As chosen, else as the policy fixes it, else as the house is used to; nobody chooses e-mail where it is not offered."""
    assert means_of(chosen, method, Means.ORDINARY) is means
    assert [has_number(each) for each in ("", "ordinary", "simple_registered")] == [True, False, True]


def test_a_cell_of_a_list_is_no_formula():
    """A name that begins like one is made harmless; the file says that it is UTF-8."""
    written = to_csv([[start + "1+1" for start in "=+-@"]])
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig").strip() == "'=1+1,'+1+1,'-1+1,'@1+1"


def _pdf(pages):
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(595, 842))
    written = io.BytesIO()
    made.docinfo["/Title"] = "a name"
    made.save(written)
    return written.getvalue()


@pytest.mark.parametrize(("duplex", "starts", "pages"), [(False, [0, 1, 4], 6), (True, [0, 2, 6], 8)])
def test_a_print_file_is_the_letters_in_order(duplex, starts, pages):
    """Bookmarks are the letters' numbers; on both sides of the paper each begins on a sheet of its own; no metadata."""
    letters = [(f"K26-00001-{number}", _pdf(count)) for number, count in ((1, 1), (2, 3), (10, 2))]
    made = print_file(letters, duplex=duplex)
    assert made == print_file(letters, duplex=duplex)
    assert page_count(made) == pages
    with pikepdf.open(io.BytesIO(made)) as opened, opened.open_outline() as outline:
        assert [item.title for item in outline.root] == [number for number, _ in letters]
        assert [opened.pages.index(pikepdf.Page(item.destination[0])) for item in outline.root] == starts
        assert "/Info" not in opened.trailer
        assert "/Metadata" not in opened.Root


ANSWERED = {Step.DECIDE: {"disclosure": "disclose"}, Step.DISPATCH_REPLY: {"action": "posted"}}
READY = {"disposition": Disposition.READY_FOR_DECISION, "searched": True, "reply_written": True, "released": True}


def test_a_letter_that_came_back_is_asked_about_first():
    """In a case that was closed as in one that is open."""
    state = CaseState(**READY, answers=ANSWERED, returned={"disclosure": "K26-00001-1"})
    assert what_comes_next(state) == Wait(step=Step.HANDLE_RETURN, attempt=1)


def test_only_what_is_not_settled_may_come_back():
    """A posted reply; a letter that asks for more while its answer is awaited, or where the case ended without one."""
    answered = CaseState(**READY, answers=ANSWERED, closed=True)
    assert may_come_back(answered, "disclosure")
    assert not may_come_back(answered.model_copy(update={"again": {"disclosure": "K26-00001-1"}}), "disclosure")
    assert not may_come_back(CaseState(**READY), "disclosure")
    asked = CaseState(disposition=Disposition.DEFICIENT, answers={Step.DISPATCH_DEFICIENCY: {"action": "posted"}})
    assert may_come_back(asked, "deficiency")
    assert not may_come_back(asked, "deficiency-2")
    assert not may_come_back(asked.model_copy(update={"closed": True}), "deficiency"), "it was joined to another"
    assert may_come_back(asked.model_copy(update={"closed": True, "lapse": Lapse.WITHDRAWN}), "deficiency")


def test_a_letters_code_is_the_houses_that_printed_it():
    """Another key, another letter's seal, or none: it is nobody's; and the QR stays as coarse as it can be."""
    code = write_letter_code("K26-00001-1", b"key")
    assert is_sealed(code, b"key")
    assert not is_sealed(code, b"other")
    stolen = write_letter_code("K26-00002-1", b"key").rpartition(":")[0] + ":" + code.rpartition(":")[2]
    assert read_letter_code(stolen) == "K26-00002-1"
    assert not is_sealed(stolen, b"key")
    assert not is_sealed(code.rpartition(":")[0], b"key")
    assert len(code) <= 38  # version 2 at level M
