"""A sheet of paper in HTML: every value that matters stands in an element that says what it is, so that its place is known."""

import html
import random
from collections.abc import Iterable
from dataclasses import dataclass, field

READABLE = "readable"


@dataclass(frozen=True)
class Style:
    """What differs between the two sets: fonts, and which of two families of layouts."""

    family: int  # 0 to tune, 1 to report
    print_faces: tuple[str, ...]
    hand_faces: tuple[str, ...]


@dataclass
class Paper:
    """One side of a sheet: its kind, its HTML, what a reader should find on it, and how it lay on the glass."""

    kind: str
    body: str
    fields: dict[str, str] = field(default_factory=dict)
    turn: int = 0


@dataclass
class Pen:
    """Writes and prints on one paper."""

    dice: random.Random
    style: Style

    def __post_init__(self) -> None:
        self.face = self.dice.choice(self.style.print_faces)
        self.hand_face = self.dice.choice(self.style.hand_faces)
        self.ink = self.dice.choice(("#1c1c22", "#1c1c22", "#18286e", "#20307a"))

    def mark(self, text: str, purpose: str = READABLE, *, more: str = "") -> str:
        """A printed value."""
        return f'<span class="m" data-p="{purpose}" data-t="{html.escape(text)}"{more}>{html.escape(text)}</span>'

    def write(self, text: str, purpose: str = "", *, size: float = 5.0) -> str:
        """A value by hand: every letter a little off, `size` in mm."""
        letters = "".join(self._letter(letter) for letter in text)
        named = f' class="m" data-p="{purpose}" data-t="{html.escape(text)}"' if purpose else ""
        style = f"font-family:'{self.hand_face}';font-size:{size:.1f}mm;color:{self.ink}"
        return f'<span{named} style="{style};white-space:normal">{letters}</span>'

    def _letter(self, letter: str) -> str:
        if letter.isspace():
            return '<i style="display:inline-block;width:.6em"></i>'
        jump = self.dice.uniform
        turn = f"rotate({jump(-4, 4):.1f}deg) translate({jump(-0.03, 0.03):.2f}em,{jump(-0.06, 0.06):.2f}em) scale({jump(0.92, 1.07):.2f})"
        return f'<i style="display:inline-block;font-style:normal;transform:{turn}">{html.escape(letter)}</i>'

    def masked(self, text: str, purpose: str, how: str) -> str:
        """A value that the sender masked: "" not at all, "whole", "partly" or "thinly" (the last two leave it sensitive)."""
        if not how:
            return self.mark(text, purpose)
        shown = self.mark(text, purpose) if how != "whole" else html.escape(text)
        cover = {"whole": "left:-1mm;right:-1mm;background:#0c0c0e", "partly": "left:-1mm;right:38%;background:#0c0c0e",
                 "thinly": "left:-1mm;right:-1mm;background:rgba(20,20,28,.62)"}[how]  # fmt: skip
        return f'<span style="position:relative;display:inline-block">{shown}<b style="position:absolute;top:-.4mm;bottom:-.4mm;{cover}"></b></span>'

    def box(self, label: str, *, ticked: bool, manner: str, side: float = 3.6) -> str:
        """A printed box and its label."""
        tick = _TICKS[manner].format(ink=self.ink) if ticked and manner != "ring" else ""
        square = f'<span style="position:relative;display:inline-block;width:{side}mm;height:{side}mm;border:.3mm solid #222;vertical-align:-.5mm">{tick}</span>'
        return f"{square}&nbsp;{self.ring(label) if ticked and manner == 'ring' else html.escape(label)}"

    def ring(self, label: str) -> str:
        """Words with a pen's ring around them."""
        jump = self.dice.uniform
        ring = f"left:-1.6mm;right:-1.6mm;top:-1mm;bottom:-1mm;border:.5mm solid {self.ink};border-radius:50%;transform:rotate({jump(-5, 5):.1f}deg)"
        return f'<span style="position:relative;display:inline-block">{html.escape(label)}<b style="position:absolute;{ring}"></b></span>'

    def seal(self, name: str, *, side: float = 10, square: bool = False) -> str:
        """The red impression of a seal."""
        letters = "<br>".join(name[:3])
        shape = "" if square else "border-radius:50%;"
        turn = self.dice.uniform(-14, 14)
        return (
            f'<span style="display:inline-flex;align-items:center;justify-content:center;width:{side}mm;height:{side}mm;{shape}'
            f"border:.55mm solid #c8322d;color:#c8322d;font:{side * 0.75 / max(2, len(name[:3])):.1f}mm/1.05 '{self.face}';"
            f'transform:rotate({turn:.0f}deg);opacity:.88;text-align:center;vertical-align:middle"><span>{letters}</span></span>'
        )


_TICKS = {
    "check": '<svg viewBox="0 0 10 10" style="position:absolute;left:-.6mm;top:-1.4mm;width:6mm;height:5.4mm;overflow:visible"><path d="M1 6 L4 9.4 L10.4 .6" fill="none" stroke="{ink}" stroke-width="1.1"/></svg>',
    "re": '<svg viewBox="0 0 10 10" style="position:absolute;left:0;top:-.6mm;width:4.6mm;height:4.8mm;overflow:visible"><path d="M2.4 .2 Q2.2 6 2.8 9 Q6 7.6 9.6 3.4" fill="none" stroke="{ink}" stroke-width="1.2"/></svg>',
    "filled": '<svg viewBox="0 0 10 10" style="position:absolute;left:0;top:0;width:100%;height:100%;overflow:visible"><path d="M.6 1 L9.6 1.4 L.4 3 L9.4 3.8 L.6 5 L9.6 5.6 L.4 7 L9.4 7.6 L.8 9 L9.4 9.4" fill="none" stroke="{ink}" stroke-width="2.1"/></svg>',
    "cross": '<svg viewBox="0 0 10 10" style="position:absolute;left:0;top:0;width:100%;height:100%;overflow:visible"><path d="M1 1 L9.4 9.2 M9 .6 L.8 9.6" fill="none" stroke="{ink}" stroke-width="1.2"/></svg>',
    "dot": '<b style="position:absolute;left:18%;top:18%;width:64%;height:64%;border-radius:50%;background:{ink}"></b>',
}
MANNERS = ("check", "re", "filled", "cross", "ring")


def at(x: float, y: float, inner: str, *, size: float = 4.0, more: str = "") -> str:
    """Something at a place, in mm."""
    return f'<div style="position:absolute;left:{x}mm;top:{y}mm;font-size:{size}mm;white-space:nowrap;{more}">{inner}</div>'


def table(rows: Iterable[tuple[str, str]], *, x: float, y: float, widths: tuple[float, float], height: float = 10, size: float = 4, more: str = "") -> str:  # fmt: skip
    """A ruled table of labels and values."""
    inner = "".join(
        f'<tr style="height:{height}mm"><th style="width:{widths[0]}mm">{label}</th><td style="width:{widths[1]}mm">{value}</td></tr>'
        for label, value in rows
    )
    return f'<table style="position:absolute;left:{x}mm;top:{y}mm;font-size:{size}mm;{more}">{inner}</table>'


def page_html(pen: Pen, paper: Paper) -> str:
    """The whole document of one side."""
    return f"""<!doctype html><meta charset="utf-8"><style>
body{{margin:0;background:#fcfbf7;color:#161616;font-family:'{pen.face}'}}
.sheet{{position:relative;width:210mm;height:297mm;overflow:hidden}}
table{{border-collapse:collapse;table-layout:fixed}} th,td{{border:.25mm solid #222;padding:.4mm 1.5mm;overflow-wrap:anywhere;line-height:1.25}}
th{{font-weight:normal;text-align:left;background:{pen.dice.choice(("transparent", "#efefef", "#e8f0f4"))}}}
</style><div class="sheet">{paper.body}</div>"""
