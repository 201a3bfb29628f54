"""Draws a Vega-Lite specification as SVG (vl-convert, no JavaScript in a browser and no network) and makes it fit for a page.

The page's policy forbids styles in elements, and ids must not meet those of another plot: what is left is attributes.
"""

from collections.abc import Callable
from typing import Any

import vl_convert
from lxml import etree

from tasks.engines.fonts import GOTHIC
from tasks.figures.chart_palette import ON_PAPER
from tasks.figures.chart_parts import MARGIN, WIDTHS, config
from tasks.figures.chart_rows import PLACEHOLDER, Size

_SVG, _XLINK = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}href"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_SPOKEN = ("role", "aria-roledescription", "aria-hidden", "class", "pointer-events", "style")
Link = Callable[[int, int], str | None]


def drawn(spec: dict[str, Any], size: Size) -> str:
    """A specification as SVG, as Vega leaves it."""
    return vl_convert.vegalite_to_svg({"$schema": _SCHEMA, "config": config(size), "padding": MARGIN, **spec})


def for_page(svg: str, key: str, title: str, size: Size, link: Link) -> str:
    """The SVG as text for a page: named, its marks linked by row and column, its ids its own."""
    root = etree.fromstring(svg.encode())
    for element in root.iter():
        _plain(element)
        if "aria-label" in element.attrib:
            said = element.attrib.pop("aria-label")
            if element.getparent().tag == f"{{{_SVG}}}a":
                etree.SubElement(element.getparent(), f"{{{_SVG}}}title").text = said
    linked = [_led(anchor, link) for anchor in root.findall(f".//{{{_SVG}}}a")]
    _own_ids(root, key)
    _as_wide_as(root, WIDTHS[size])
    root.set("class", "chart")
    if size in ON_PAPER:
        root.set("font-family", GOTHIC)
    root.set("role", "group" if any(linked) else "img")
    root.set("aria-label", title)
    name = etree.Element(f"{{{_SVG}}}title")
    name.text = title
    root.insert(0, name)
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))


def _plain(element: Any) -> None:
    for name in _SPOKEN:
        element.attrib.pop(name, None)
    element.attrib.pop("font-family", None)


def _led(anchor: Any, link: Link) -> bool:
    row, column = map(int, anchor.attrib.pop(_XLINK).removeprefix(PLACEHOLDER).split("/"))
    address = link(row, column)
    if address is None:
        anchor.tag = f"{{{_SVG}}}g"
        return False
    anchor.set("href", address)
    anchor.set("tabindex", "-1")
    return True


def _own_ids(root: Any, key: str) -> None:
    for element in root.iter():
        if "id" in element.attrib:
            element.set("id", f"{key}-{element.get('id')}")
        if element.get("clip-path", "").startswith("url(#"):
            element.set("clip-path", element.get("clip-path").replace("url(#", f"url(#{key}-"))


def _as_wide_as(root: Any, width: int) -> None:
    """A plot that needs less than its width stands at its left, so that plots below one another have one scale of letters."""
    drawn_width, height = float(root.get("width")), root.get("height")
    root.set("viewBox", f"0 0 {max(width, drawn_width):g} {height}")
    root.set("width", f"{max(width, drawn_width):g}")
