"""What speaks against a redacted file: where, of which kind, and one sentence for a person, who finds no text of the page in it."""

from dataclasses import dataclass
from enum import StrEnum

from tasks.engines.pdf_drawing import Share

WHOLE_PAGE: Share = (0.0, 0.0, 1.0, 1.0)


class DoubtReason(StrEnum):
    """Why a file is not redacted as it looks."""

    TEXT_UNDER_BOX = "text_under_box"
    PICTURE_UNDER_BOX = "picture_under_box"
    INVISIBLE_TEXT = "invisible_text"
    TEXT_OUTSIDE_PAGE = "text_outside_page"
    UNAPPLIED_MARK = "unapplied_mark"
    EARLIER_REVISION = "earlier_revision"
    SPARE_PART = "spare_part"
    SEE_THROUGH = "see_through"
    LETTERS_SHOW = "letters_show"
    UNCOVERED_DOMICILE = "uncovered_domicile"


_SENTENCES = {
    DoubtReason.TEXT_UNDER_BOX: "Text lies under what covers it and can be copied out of the file.",
    DoubtReason.PICTURE_UNDER_BOX: "A box only lies over the picture; the picture beneath still shows what was covered.",
    DoubtReason.INVISIBLE_TEXT: "Text that nobody sees stands here: without ink, or in the colour of its ground.",
    DoubtReason.TEXT_OUTSIDE_PAGE: "Text lies outside of what the page shows and can be copied out of the file.",
    DoubtReason.UNAPPLIED_MARK: "A place is marked for redaction, but the redaction was never carried out.",
    DoubtReason.EARLIER_REVISION: "The file keeps an earlier revision, which shows what is covered now.",
    DoubtReason.SPARE_PART: "The file holds more than one picture a page.",
    DoubtReason.SEE_THROUGH: "A bar is not one colour; what it covers shows through.",
    DoubtReason.LETTERS_SHOW: "Letters stick out of a bar; it covers them only in part.",
    DoubtReason.UNCOVERED_DOMICILE: "Something stands uncovered beside or under the label 本籍.",
}


@dataclass(frozen=True)
class Doubt:
    """One reason against a page: its number from 1 and a box in fractions of the page as a viewer shows it."""

    page: int
    box: Share
    reason: DoubtReason

    @property
    def sentence(self) -> str:
        """What a person is told."""
        return _SENTENCES[self.reason]
