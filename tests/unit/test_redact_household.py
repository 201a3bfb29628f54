"""On a family register the person and the agent stay readable, the others go, and what cannot be told is a person's to see."""

from tasks.case.words import Field, Reading
from tasks.redact.household import mark_household
from tests.support.layouts import line, sheet_of, white_page


def reading_of(**fields):
    """A reading that holds these fields; dates are given in their canonical form."""
    named = {name.replace("__", "."): value for name, value in fields.items()}
    poly = ((0, 0), (1, 0), (1, 1), (0, 1))
    return Reading(
        pages=(),
        fields={
            name: Field(name=name, value=value, normalized=value, confidence=0.95, page=0, poly=poly)
            for name, value in named.items()
        },
    )


def register(*entries):
    """A family register with an entry for each (name, label of the birth date, birth date)."""
    lines = []
    for i, (name, label, born) in enumerate(entries):
        lines += [line("【名】", 60, 60 + 160 * i, 24), line(name, 260, 60 + 160 * i, 24)]
        lines += [line(label, 60, 110 + 160 * i, 24), line(born, 260, 110 + 160 * i, 24)] if born else []
    return sheet_of("koseki", white_page(), *lines), lines


def painted(sheet, text, lines):
    """Whether a line is marked."""
    box = next(one.box for one in lines if one.text == text)
    return any(m.box[0] <= box[0] + 2 and m.box[2] >= box[2] - 2 and abs(m.box[1] - box[1]) < 20 for m in sheet.marks)


PARENT = reading_of(
    person__name="坂本陽斗", person__birth_date="2016-05-03", agent__name="坂本鶴彦", agent_id__birth_date="1985-09-12"
)


def test_an_agent_whose_name_was_read_in_a_foreign_shape_stays():
    """鹤 is how a reader may write 鶴; the father is the agent and is not painted."""
    sheet, lines = register(
        ("鹤彦", "【生年月日】", "昭和60年9月12日"),
        ("千佳", "【生年月日】", "昭和62年2月1日"),
        ("陽斗", "【生年月日】", "平成28年5月3日"),
    )
    mark_household([sheet], PARENT)
    assert not painted(sheet, "鹤彦", lines)
    assert not painted(sheet, "昭和60年9月12日", lines)
    assert painted(sheet, "千佳", lines)
    assert painted(sheet, "昭和62年2月1日", lines)


def test_a_birth_date_saves_a_given_name_with_a_misread_letter():
    """鵜彦 for 鶴彦: half of the given name and all of the birth date are the agent's."""
    sheet, lines = register(("鵜彦", "【生年月日】", "昭和60年9月12日"), ("陽斗", "【生年月日】", "平成28年5月3日"))
    mark_household([sheet], PARENT)
    assert not painted(sheet, "鵜彦", lines)
    assert sheet.doubts == []


def test_a_twin_is_painted_and_a_person_looks():
    """The person's twin has the same birth date and a name much like it, and is no part of the request."""
    sheet, lines = register(("陽斗", "【生年月日】", "平成28年5月3日"), ("陽菜", "【生年月日】", "平成28年5月3日"))
    mark_household([sheet], PARENT)
    assert painted(sheet, "陽菜", lines)
    assert not painted(sheet, "陽斗", lines)
    assert len(sheet.doubts) == 1


def test_a_birth_date_is_found_though_its_label_was_misread():
    """生年月口 is 生年月日 whose last letter lost its middle stroke."""
    sheet, lines = register(("千佳", "【生年月口】", "昭和62年2月1日"), ("陽斗", "【生年月日】", "平成28年5月3日"))
    mark_household([sheet], PARENT)
    assert painted(sheet, "昭和62年2月1日", lines)
    assert not painted(sheet, "平成28年5月3日", lines)


def test_a_member_without_a_birth_date_is_a_doubt():
    """Every entry of a register has a birth date: one that was not found may stand there unpainted."""
    sheet, _ = register(("千佳", "", ""), ("陽斗", "【生年月日】", "平成28年5月3日"))
    mark_household([sheet], PARENT)
    assert len(sheet.doubts) == 1


def test_a_birth_date_whose_name_was_not_found_is_painted():
    """A member whose label was lost seems to belong to the entry above; the birth date there is not the person's."""
    sheet, lines = register(
        ("陽斗", "【生年月日】", "平成28年5月3日"), ("【各】芽衣", "【生年月日】", "平成30年7月8日")
    )
    sheet.layout.lines = [one for one in sheet.layout.lines if not (one.text == "【名】" and one.box[1] > 200)]
    mark_household([sheet], PARENT)
    assert painted(sheet, "平成30年7月8日", lines)
    assert not painted(sheet, "平成28年5月3日", lines)
    assert len(sheet.doubts) == 1


def test_the_head_of_a_register_needs_no_birth_date():
    """The first name on a register stands there without a date, and again with one in its own entry."""
    sheet, _ = register(
        ("坂本千佳", "", ""), ("千佳", "【生年月日】", "昭和62年2月1日"), ("陽斗", "【生年月日】", "平成28年5月3日")
    )
    mark_household([sheet], PARENT)
    assert sheet.doubts == []
