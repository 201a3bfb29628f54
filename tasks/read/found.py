"""A field as found on a page, and its place in the reading."""

from dataclasses import dataclass

from tasks.case.words import Field
from tasks.engines.geometry import Box
from tasks.engines.label_values import Value
from tasks.read.upright_pages import ReadPage


@dataclass(frozen=True)
class Found:
    """One field found on one page: `value` as written, `normalized` its canonical form where there is one."""

    name: str
    page: ReadPage
    value: Value
    normalized: str | None = None

    def as_field(self) -> Field:
        """The field in the case's words, its box in fractions of the page as received."""
        return Field(
            name=self.name,
            value=self.value.text,
            normalized=self.normalized,
            confidence=round(max(0.0, min(1.0, self.value.confidence)), 3),
            page=self.page.image.index,
            poly=self.page.upright.to_poly(self.value.box),
        )


def found(name: str, page: ReadPage, value: Value | None, normalized: str | None = None) -> list[Found]:
    """A list of one field, or of none where nothing stands."""
    return [] if value is None or not value.text.strip() else [Found(name, page, value, normalized)]


def canonical(name: str, page: ReadPage, value: Value | None, normalized: str | None) -> list[Found]:
    """A field that must have a canonical form; one that has none was misread, and is kept as doubtful."""
    if value is None or not value.text.strip():
        return []
    sure = value if normalized is not None else Value(value.text, value.box, min(value.confidence, 0.4))
    return [Found(name, page, sure, normalized)]


def marked(text: str, box: Box, confidence: float) -> Value:
    """A value that is a mark and no text."""
    return Value(text, box, confidence)
