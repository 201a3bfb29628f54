"""The texts of QR codes: what is written is read back, and nothing else is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.codes_text import (
    SEPARATOR,
    FormCode,
    FormLanguage,
    SlipCode,
    read_form_code,
    read_slip_code,
    write_form_code,
    write_slip_code,
)
from tasks.case.errors import CodeUnknown
from tasks.case.words import RequestKind

ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")  # ISO/IEC 18004, alphanumeric mode
NAMES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,30}", fullmatch=True)
CODES = st.builds(
    FormCode,
    version=st.integers(1, 99),
    policy=NAMES,
    form=NAMES,
    language=st.sampled_from(FormLanguage),
    kinds=st.lists(st.sampled_from(RequestKind), unique=True).map(tuple),
    page=st.integers(1, 9),
)


@given(CODES)
def test_a_form_code_is_read_back_and_stays_coarse(code):
    """Every form's code comes back as it was, in the signs that a QR code packs densest."""
    text = write_form_code(code)
    assert read_form_code(text) == code
    assert ALPHANUMERIC.fullmatch(text)


def test_the_code_of_a_form_as_printed():
    """The text on paper is a contract with papers that lie in drawers."""
    kinds = (RequestKind.CORRECTION, RequestKind.SUSPEND_ERASE, RequestKind.STOP_PROVISION)
    code = FormCode(1, "rococo", "deletion_suspension", FormLanguage.BILINGUAL, kinds, 3)
    assert write_form_code(code) == "KAIJI:F:1:ROCOCO:DELETION.SUSPENSION:B:CSP:3"


@pytest.mark.parametrize("name", ["", "Rococo", "a.b", "ロココ", "a:b", "a b", "_a"])
def test_a_name_that_a_code_cannot_carry_is_refused(name):
    """What would come back as another name is never written."""
    with pytest.raises(CodeUnknown):
        write_form_code(FormCode(1, name, "request", FormLanguage.JAPANESE, (), 1))


@given(st.integers(0, 99), st.integers(1, 999_999), st.integers(1, 50))
def test_a_slip_code_is_read_back(year, number, asked):
    """A return slip's code gives its case and round."""
    case = f"K{year:02}-{number:05}"
    text = write_slip_code(case, asked)
    assert read_slip_code(text) == SlipCode(case, asked)
    assert ALPHANUMERIC.fullmatch(text)


@given(st.text(max_size=60))
def test_other_codes_are_none_of_ours(text):
    """A My Number card's code or a parcel's label names no form and no case."""
    assert read_form_code(text) is None
    assert read_slip_code(text) is None


def test_a_slip_for_no_case_is_refused_and_kinds_of_codes_differ():
    """A slip without a case number cannot be printed; one kind of code is never taken for another."""
    with pytest.raises(CodeUnknown):
        write_slip_code("26-1", 1)
    assert read_form_code(SEPARATOR) is None
    assert read_slip_code(SEPARATOR) is None
    assert read_form_code("KAIJI:SLIP:K26-00001:1") is None


def test_a_code_that_names_a_kind_twice_is_none_of_ours():
    """Whoever draws such a code wants a form that nobody prints."""
    assert read_form_code("KAIJI:F:1:ROCOCO:REQUEST:J:DD:2") is None
    assert read_form_code("KAIJI:F:1:ROCOCO:REQUEST:J:DN:2") is not None
