"""The colours of plots: variables of the desk's `charts.css` on its pages, for light and dark; real ones on paper.

Blue, vermilion, green and purple follow Okabe and Ito, darkened or lightened until each stands out from its ground by 3:1;
`age-1` to `age-5` go from young to old in lightness and hue, as viridis does, each by 4.5:1, as numbers stand on them. All
that stand beside each other stay apart for people who do not see red, green or blue.
"""

from tasks.figures.chart_rows import Size

LIGHT = {
    "ink": "#1a2128", "quiet": "#55606b", "line": "#d3d9df", "paper": "#ffffff",
    "1": "#0072b2", "2": "#c4500a", "3": "#007a5a", "4": "#9a4a86",
    "age-1": "#7a7a00", "age-2": "#1d8045", "age-3": "#0d6c8c", "age-4": "#2b4798", "age-5": "#3f1268",
}  # fmt: skip
DARK = {
    "ink": "#e6ebf0", "quiet": "#a5b0bb", "line": "#36424d", "paper": "#1b242c",
    "1": "#56b4e9", "2": "#f0884a", "3": "#35c49a", "4": "#d98fc0",
    "age-1": "#c07ac0", "age-2": "#8a9cf0", "age-3": "#50c8d8", "age-4": "#a2e39a", "age-5": "#f7ee9a",
}  # fmt: skip


ON_PAPER: frozenset[Size] = frozenset({"print", "half"})


def colour(name: str, size: Size) -> str:
    """A colour by name, as it stands in the SVG."""
    return LIGHT[name] if size in ON_PAPER else f"var(--chart-{name})"


def style_sheet() -> str:
    """The variables as CSS, as `templates/desk/static/charts.css` begins; a test compares them."""
    dark = f"@media (prefers-color-scheme: dark) {{\n  :root {{ {_variables(DARK)} }}\n}}\n"
    return f":root {{ {_variables(LIGHT)} }}\n{dark}@media print {{\n  :root {{ {_variables(LIGHT)} }}\n}}\n"


def _variables(colours: dict[str, str]) -> str:
    return " ".join(f"--chart-{name}: {value};" for name, value in colours.items())
