"""The main fact of a plot in one sentence, for whoever hears it instead of seeing it."""

from tasks.case.bilingual import Said
from tasks.figures.chart_rows import Plot

_MOST = Said("{title}. Most: {name}, {text} of {total}.", "{title}。最も多いのは「{name}」で{text}（全{total}）。")
_LAST = Said("{title}. {name}: {values}.", "{title}。{name}は、{values}。")
_BETWEEN = Said(", ", "、")


def most_of(plot: Plot, label: str, *keys: str) -> str:
    """Which row has the most, by the sum of these columns, and how much that is of all rows."""
    sums = {row: sum(plot.number(row, key) or 0 for key in keys) for row in plot.rows()}
    most = max(sums, key=lambda row: sums[row])
    amounts = {"text": plot.amount(sums[most], keys[0]), "total": plot.amount(sum(sums.values()), keys[0])}
    return plot.say(_MOST).format(title=plot.say(plot.table.title), name=plot.words(most, label), **amounts)


def last_of(plot: Plot, label: str, *keys: str) -> str:
    """What the last row says, such as the newest month."""
    row = max(plot.rows())
    told = [(key, value) for key in keys if (value := plot.number(row, key)) is not None]
    values = [f"{plot.name(key)} {plot.amount(value, key)}" for key, value in told]
    return _said(plot, plot.words(row, label), values)


def each_of(plot: Plot, label: str, key: str) -> str:
    """What all rows say in one column."""
    told = [(row, value) for row in plot.rows() if (value := plot.number(row, key)) is not None]
    return _said(plot, plot.name(key), [f"{plot.words(row, label)} {plot.amount(value, key)}" for row, value in told])


def _said(plot: Plot, name: str, values: list[str]) -> str:
    return plot.say(_LAST).format(title=plot.say(plot.table.title), name=name, values=plot.say(_BETWEEN).join(values))
