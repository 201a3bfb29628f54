"""A card as it looks on a photocopy: enlarged on a sheet of A4, and marked as a specimen."""

from maker.sheet import PX, Box, Sheet, fitted

SCALE = 1.55


class Card:
    """A card on the sheet; places are millimetres of the card itself."""

    def __init__(self, sheet: Sheet, at: tuple[float, float], fill: tuple[int, int, int]) -> None:
        self.sheet, self._at = sheet, at
        box = [side * PX for side in (*self.place(0, 0), *self.place(85.6, 54))]
        sheet.draw.rounded_rectangle(box, radius=3.2 * SCALE * PX, outline=(90, 90, 90), width=2, fill=fill)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A place of the card on the sheet."""
        return self._at[0] + x * SCALE, self._at[1] + y * SCALE

    def text(
        self, x: float, y: float, text: str, size: float, purpose: str = "", ink: str = "print", width: float = 999
    ) -> Box:
        """Printed text, `size` mm high on the card and no wider than `width`."""
        left, top = self.place(x, y)
        fit = fitted("gothic", text, size * SCALE, width * SCALE)
        return self.sheet.print_text(left, top, text, fit, "gothic", purpose, ink)

    def write(self, x: float, y: float, text: str, size: float, purpose: str = "", width: float = 999) -> Box:
        """Text by hand."""
        left, top = self.place(x, y)
        return self.sheet.write(left, top, text, size * SCALE, purpose, width * SCALE)

    def specimen(self, x: float, y: float) -> None:
        """The word that says that nobody issued this card."""
        self.text(x, y, "見本", 4.5, ink="grey")

    def band(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A tinted band behind a text."""
        box = [side * PX for side in (*self.place(x1, y1), *self.place(x2, y2))]
        self.sheet.draw.rectangle(box, fill=(206, 220, 232))

    def frame(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A ruled box."""
        self.sheet.box((*self.place(x1, y1), *self.place(x2, y2)))

    def photo(self, x1: float = 61, y1: float = 26, x2: float = 82, y2: float = 51) -> None:
        """Head and shoulders of nobody."""
        draw, box = self.sheet.draw, [side * PX for side in (*self.place(x1, y1), *self.place(x2, y2))]
        draw.rectangle(box, fill=(196, 206, 218), outline=(120, 120, 120))
        middle, head = (box[0] + box[2]) / 2, (box[3] - box[1]) * 0.2
        draw.ellipse((middle - head, box[1] + 25, middle + head, box[1] + 25 + head * 2.3), fill=(150, 140, 132))
        draw.pieslice(
            (middle - head * 2, box[3] - head * 2, middle + head * 2, box[3] + head * 2), 180, 360, fill=(96, 98, 112)
        )
