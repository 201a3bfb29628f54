"""Turns HTML into PDF bytes with WeasyPrint: the same input gives the same bytes, and nothing is fetched but its fonts.

Every font is named by file, so that the file whose coverage was checked is the file that prints. The result is meant to
be PDF/A-2b, so that a letter can be kept: WeasyPrint's empty dictionaries, which the standard's checker refuses, go.
"""

import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import pikepdf
from PIL import ImageFile
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for the whole process; a scan cut off must be refused
_ONE_AT_A_TIME = Lock()  # Pango's fonts, which all renderings share, are not for two threads at once
_Fonts = tuple[tuple[str, Path], ...]  # each family with its file, in order
_NEARLY_EMPTY = 0.5  # of a page's height
_COMB = 1 << 24  # the flag of a PDF's text field that gives each letter a cell of its own


class _OnlyFonts(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Opens the letter's own font files and refuses every other address."""

    def __init__(self, files: frozenset[str]) -> None:
        super().__init__()
        self._files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url not in self._files:
            raise FatalURLFetchingError("a letter's template asks for something from outside the letter; take it out")
        return super().fetch(url, headers)


def html_to_pdf(
    html: str, css: str, fonts: Mapping[str, Path], *, fillable: bool = False, closer: Sequence[str] = ()
) -> bytes:
    """A tagged PDF of `html` in `css` and the font files by family name; no date and no personal data in its metadata.

    `fillable` makes its inputs fields to be typed into, those with `maxlength` one cell a letter; such a file is no PDF/A.
    `closer` are classes of `html` in which `css` sets it closer, in steps: the first that spares a page is taken, where the
    element `end` would else stand on a nearly empty one.
    """
    return _typeset(html, css, tuple(sorted(fonts.items())), fillable, tuple(closer))


def _typeset(html: str, css: str, fonts: _Fonts, fillable: bool, closer: tuple[str, ...]) -> bytes:
    kept = {"pdf_forms": True} if fillable else {"pdf_variant": "pdf/a-2b", "pdf_tags": True}
    with _ONE_AT_A_TIME:
        document = _rendered(html, css, fonts, kept)
        if closer and _ends_on_a_nearly_empty_page(document):
            tried = (_rendered(html.replace("<html", f'<html class="{each}"', 1), css, fonts, kept) for each in closer)
            document = next((each for each in tried if len(each.pages) < len(document.pages)), document)
        return _cleaned(document.write_pdf(**kept))


def _rendered(html: str, css: str, fonts: _Fonts, kept: Mapping[str, Any]) -> Any:
    page, settings = _prepared(html, css, fonts)
    return page.render(**settings, **kept)


def _ends_on_a_nearly_empty_page(document: Any) -> bool:
    """Whether `end` ends in the upper half of a page that is not the first."""
    ends = (page.anchors["end"][3] / page.height for page in document.pages[1:] if "end" in page.anchors)
    return any(end < _NEARLY_EMPTY for end in ends)


def pages_needed(html: str, css: str, fonts: Mapping[str, Path]) -> int:
    """How many pages `html` takes in `css` and these fonts."""
    with _ONE_AT_A_TIME:
        page, settings = _prepared(html, css, tuple(sorted(fonts.items())))
        return len(page.render(**settings).pages)


def _prepared(html: str, css: str, fonts: _Fonts) -> tuple[Any, dict[str, Any]]:
    style, configuration, fetcher = _style(css, fonts)
    return HTML(string=html, url_fetcher=fetcher), {"stylesheets": [style], "font_config": configuration}


@lru_cache(maxsize=16)
def _style(css: str, fonts: _Fonts) -> tuple[CSS, FontConfiguration, _OnlyFonts]:
    """A style sheet with its fonts, read once: WeasyPrint copies every font file whole, which takes longer than a letter."""
    urls = {family: path.resolve().as_uri() for family, path in fonts}
    faces = "".join(f'@font-face {{ font-family: "{family}"; src: url("{url}"); }}' for family, url in urls.items())
    configuration, fetcher = FontConfiguration(), _OnlyFonts(frozenset(urls.values()))
    return CSS(string=faces + css, font_config=configuration, url_fetcher=fetcher), configuration, fetcher


def _cleaned(pdf: bytes) -> bytes:
    cleaned = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for field in document.Root.AcroForm.Fields if "/AcroForm" in document.Root else ():
            if "/MaxLen" in field:
                field.Ff = int(field.get("/Ff", 0)) | _COMB
        for page in document.pages:
            for name in ("/Pattern", "/Shading", "/XObject"):
                if name in page.Resources and not page.Resources[name].keys():
                    del page.Resources[name]
        document.save(cleaned, deterministic_id=True)
    return cleaned.getvalue()


def embedded_fonts(pdf: bytes) -> frozenset[str]:
    """The families of all fonts in a PDF, without their subset prefix; a font that is not embedded counts as well."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = [thing for thing in document.objects if _is_font(thing)]
        return frozenset(family_in_pdf(font) for font in fonts)


def family_in_pdf(font: Any) -> str:
    """The family by which a font was named; WeasyPrint adds the weight of a bold file to a name that has it already."""
    return str(font.BaseFont).lstrip("/").split("+")[-1].replace("-Bold-Bold", "-Bold")


def _is_font(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" and "/BaseFont" in thing
