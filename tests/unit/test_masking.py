"""What the findings on masking say: of a My Number that came, and of a domicile; and how the checks pass them on."""

import cv2
import pytest

from tasks.case.findings import VERDICTS
from tasks.case.words import Redaction, RedactionReason, RedactionSource, Verdict
from tasks.check.check_packet import check_packet
from tasks.redact.my_number import is_card_back, my_number_finding
from tasks.redact.redact_packet import masking_finding
from tasks.redact.sheets import Mark
from tests.support.layouts import line, sheet_of, white_page
from tests.support.readings import MASKING, ROCOCO, SOUND, TODAY, reading

NUMBER = (200, 100, 560, 130)


def written(*, barred=False, stripe=False, words="個人番号", kind="my_number_card"):
    """A page with the word and a number beside it, written or under a bar; perhaps a magnetic stripe below."""
    page = white_page()
    if barred:
        cv2.rectangle(page, NUMBER[:2], NUMBER[2:], (0, 0, 0), -1)
    else:
        cv2.putText(page, "1234 5678 9018", (205, 126), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (20, 20, 20), 2)
    if stripe:
        cv2.rectangle(page, (60, 400), (840, 470), (30, 30, 30), -1)
    return sheet_of(kind, page, line(words, 60, 100))


def marked(sheet, reason=RedactionReason.MY_NUMBER):
    """The page with its number marked for painting."""
    sheet.marks.append(Mark(tuple(map(float, NUMBER)), reason, RedactionSource.LABEL))
    return sheet


def test_a_packet_without_a_my_number_says_nothing_of_it():
    """Neither a licence nor the front of the card nor a masked domicile gives occasion for the finding."""
    front = written(words="個人番号カード")
    licence = marked(written(kind="licence", words="本籍"), RedactionReason.DOMICILE)
    assert my_number_finding([front, licence], clean=True) is None


@pytest.mark.parametrize("kind", ["my_number_card", "juminhyo"])
def test_a_number_that_came_bare_was_masked_by_us(kind):
    """Wherever it stood, it is painted at once and the finding records it."""
    found = my_number_finding([marked(written(kind=kind))], clean=True)
    assert (found.check, found.result, found.verdict) == ("masking.my_number", "masked_by_tool", Verdict.PASS)


def test_a_number_under_the_senders_bar():
    """A bar beside the word is the sender's, whether or not we painted it again."""
    assert my_number_finding([marked(written(barred=True))], clean=True).result == "masked_by_sender"
    assert my_number_finding([written(barred=True)], clean=True).result == "masked_by_sender"


def test_one_bare_number_makes_the_packet_masked_by_us():
    """What the sender did on one page does not speak for the other."""
    found = my_number_finding([marked(written(barred=True)), marked(written())], clean=True)
    assert found.result == "masked_by_tool"


def test_a_back_on_which_nothing_was_found_is_in_doubt():
    """Its magnetic stripe is no bar of the sender's; and a file in doubt passes nothing."""
    assert my_number_finding([written(stripe=True)], clean=True).verdict is Verdict.UNCLEAR
    assert my_number_finding([marked(written())], clean=False).verdict is Verdict.UNCLEAR


def test_the_back_of_the_card_is_told_by_its_words():
    """The title stands on the front only; another paper that names the number is no card."""
    assert is_card_back(written())
    assert not is_card_back(written(words="個人番号カード"))
    assert not is_card_back(written(kind="juminhyo"))
    assert not is_card_back(written(words="氏名"))


def test_the_checks_pass_every_masking_finding_on():
    """A second finding on masking stands among the checks, with the mark to look at."""
    read = reading(SOUND)
    mark = Redaction(poly=read.fields["id.kind"].poly, reason=RedactionReason.MY_NUMBER, source=RedactionSource.LABEL)
    pages = (read.pages[0].model_copy(update={"redactions": (mark,)}), *read.pages[1:])
    more = my_number_finding([marked(written())], clean=True)
    found = check_packet(read.model_copy(update={"pages": pages}), ROCOCO, TODAY, (MASKING, more))
    assert [each.check for each in found if each.check.startswith("masking")] == [
        "masking.domicile",
        "masking.my_number",
    ]
    assert found[-1].evidence[0].poly == mark.poly


def domicile(*, barred=False, see_through=False):
    """A licence with its domicile marked: written, under a bar, or under a bar through which letters show."""
    sheet = written(barred=barred, words="本籍", kind="licence")
    if see_through:
        cv2.putText(sheet.upright.image, "ABCDEFG", (205, 126), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (90, 90, 90), 3)
    return marked(sheet, RedactionReason.DOMICILE)


@pytest.mark.parametrize(
    ("sheets", "clean", "result"),
    [
        ([], True, "none"),
        ([{}], True, "masked_by_tool"),
        ([{"barred": True}], True, "masked_by_sender"),
        ([{"barred": True, "see_through": True}], True, "completed"),
        ([{"barred": True}, {}], True, "completed"),
        ([{}], False, "unclear"),
    ],
)
def test_every_result_of_the_domiciles_masking(sheets, clean, result):
    """By nobody, by the sender, by us, finished by us, or in doubt; a policy that asks for none needs none."""
    made = [domicile(**each) for each in sheets]
    found = masking_finding(made, clean=clean, asked=True)
    assert (found.result, found.verdict) == (result, VERDICTS["masking.domicile"][result])
    assert masking_finding(made, clean=True, asked=False).result == "not_required"
