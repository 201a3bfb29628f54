"""What an explanation is made of: sections with statements in two languages, each with its source, and silences."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from tasks.case.bilingual import Said
from tasks.policy.contradictions import is_ours
from tasks.policy.terms import UNSPECIFIED, Sourced


class Statement(NamedTuple):
    """One thing that the policy says; `source` is the heading of the published text, or says that it is ours."""

    en: str
    ja: str
    source: str
    note: str = ""

    @property
    def remark(self) -> str:
        """The note for whoever reads the page, where the policy file's own places have no names."""
        plain = re.sub(r"source_anomaly \w+", "the anomalies below", self.note)
        return plain.replace("missing_document", "the documents below")

    @property
    def ours(self) -> bool:
        """Whether the company never published it."""
        return is_ours(self.source)


class Silence(NamedTuple):
    """One thing on which the text is silent; a person decides."""

    en: str
    ja: str


class Section(NamedTuple):
    """One topic, or one of the closing lists: what is said, and on what the text is silent.

    `looked_under` is the heading where the text might have broken its silence; `remark` the policy's note on it, unless a
    statement shows it already.
    """

    title: Said
    said: tuple[Statement, ...]
    silent: tuple[Silence, ...] = ()
    closing: bool = False
    looked_under: str = ""
    remark: str = ""

    @property
    def shown(self) -> tuple[Statement, ...]:
        """What stands under this title: a closing list shows all of it, a topic only what is not ours."""
        return self.said if self.closing else self.published

    @property
    def published(self) -> tuple[Statement, ...]:
        """What the company's text, or the law, says."""
        return tuple(each for each in self.said if not each.ours)

    @property
    def pointer(self) -> Said | None:
        """Where the rest of a topic stands: what is left open and what is ours; None where there is no rest."""
        silent, ours = len(self.silent), len(self.said) - len(self.shown)
        left = [Said(f"left open: {silent}", f"定めのない事項 {silent}件")] if silent else []
        left += [Said(f"ours: {ours}", f"当方が定めた事項 {ours}件")] if ours else []
        if not left:
            return None
        nothing = Said("", "") if self.published else Said("The text says nothing of this. ", "公表文に定めなし。")
        return Said(
            f"{nothing.en}See below, {'; '.join(each.en for each in left)}.",
            f"{nothing.ja}後掲：{'、'.join(each.ja for each in left)}。",
        )


def section(title: Said, parts: Iterable[Statement | Silence], entry: Sourced | None = None) -> Section:
    """A topic on an entry of the policy, its statements and silences told apart, each silence once."""
    both = list(parts)
    said = tuple(part for part in both if isinstance(part, Statement))
    silent = tuple(dict.fromkeys(part for part in both if isinstance(part, Silence)))
    shown = {statement.note for statement in said}
    source, note = (entry.source, entry.note) if entry else ("", "")
    return Section(title, said, silent, looked_under=source, remark="" if note in shown else note)


def say(en: str, ja: str, entry: Sourced, *, with_note: bool = False) -> Statement:
    """A statement with an entry's own source, and with its note where the reader needs it."""
    return Statement(en, ja, entry.source, entry.note if with_note else "")


def is_silent(value: object) -> bool:
    """Whether a value of a policy is `unspecified`."""
    return value == UNSPECIFIED
