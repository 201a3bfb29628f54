"""Dates as they stand on Japanese paper."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.era import ERAS, format_era, parse_date

DAYS = st.dates(date(1873, 1, 1), date(2090, 12, 31))  # 1873: the first year of the Gregorian calendar in Japan
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@given(DAYS)
def test_what_is_written_in_an_era_is_read_back(day: date) -> None:
    """Every day since 1873 survives being written in its era and read again."""
    assert parse_date(format_era(day)) == day


@given(DAYS)
def test_width_and_spaces_do_not_matter(day: date) -> None:
    """Full-width digits and the spaces of a printed date line change nothing."""
    written = format_era(day).translate(FULL_WIDTH).replace("年", " 年 ").replace("月", " 月 ")
    assert parse_date(written) == day


@given(DAYS, st.sampled_from(["{0.year}/{0.month}/{0.day}", "{0:%Y-%m-%d}", "{0:%Y.%m.%d}", "{0:%Y年%m月%d日}"]))
def test_every_western_style_is_read(day: date, style: str) -> None:
    """Slashes, hyphens, dots and 年月日 mean the same day."""
    assert parse_date(style.format(day)) == day


@given(st.dates(date(1912, 7, 30), date(2040, 1, 1)), st.sampled_from([".", "/", "-"]))
def test_initials_are_read_like_names(day: date, mark: str) -> None:
    """R8.11.20 and 令和8年11月20日 are one day."""
    era = next(era for era in reversed(ERAS) if day >= era.begins)
    assert parse_date(f"{era.initial}{day.year - era.begins.year + 1}{mark}{day.month}{mark}{day.day}") == day


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("㋿8年1月1日", date(2026, 1, 1)),
        ("令和八年十一月二十日", date(2026, 11, 20)),
        ("二〇二六年十一月二十日", date(2026, 11, 20)),
        ("昭和五拾壱年拾弐月参日", date(1976, 12, 3)),
        ("昭和 63. 5. 12生", date(1988, 5, 12)),
        ("2027年（令和09年）12月25日まで有効", date(2027, 12, 25)),
        ("令和9年(2027年)12月25日", date(2027, 12, 25)),
        ("20 NOV 2026", date(2026, 11, 20)),
        ("01 4月/APR 2031", date(2031, 4, 1)),
    ],
)
def test_styles_of_real_documents(written: str, meant: date) -> None:
    """First years, square eras, kanji numerals, both years together and passport dates are read."""
    assert parse_date(written) == meant


@pytest.mark.parametrize("blank", ["令和 年 月 日", "年　月　日", "", "西暦", "令和8年 月 日", "署名"])
def test_a_blank_date_line_is_no_date(blank: str) -> None:
    """A printed line that nobody filled in, or filled in half, is None."""
    assert parse_date(blank) is None


@pytest.mark.parametrize(
    "impossible",
    ["令和8年2月30日", "令和元年4月30日", "2026/13/01", "令和9年(2028年)12月25日", "R0.1.1", "大正99年1月1日"],
)
def test_an_impossible_date_is_refused(impossible: str) -> None:
    """No such day, a day before its era began, two years at odds, and years far past an era are None."""
    assert parse_date(impossible) is None


def test_an_era_may_be_overrun() -> None:
    """平成36年 on a licence printed before the era ended is 2024; where that cannot be, the caller says so."""
    assert parse_date("平成36年3月1日") == date(2024, 3, 1)
    assert parse_date("昭和64年1月8日") == date(1989, 1, 8)
    assert parse_date("昭和64年1月7日", overrun=False) == date(1989, 1, 7)
    assert parse_date("昭和64年1月8日", overrun=False) is None


def test_days_before_meiji_are_not_written() -> None:
    """A letter never prints a date older than the eras kaiji knows."""
    with pytest.raises(ValueError, match="明治"):
        format_era(date(1867, 1, 1))
