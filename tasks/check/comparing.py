"""Holds two papers against each other at the thresholds of `evidence`."""

from collections.abc import Callable

from tasks.case.sameness import compare_names
from tasks.case.words import Finding, Verdict
from tasks.check.evidence import AGREEING, DOUBTFUL, Papers


def surely(compare: Callable[[float], Finding]) -> Finding:
    """Two papers that agree pass on a modest reading; that they differ is said only of two sure readings."""
    found = compare(AGREEING)
    return compare(DOUBTFUL) if found.verdict is Verdict.FAIL else found


def compare_papers(papers: Papers, check: str, who: str, form: str, document: str, *, has_document: bool) -> Finding:
    """The name in one field of the form against the name in a document's."""
    return surely(
        lambda level: compare_names(
            check, who, papers.text(form, level), papers.text(document, level), has_document=has_document
        )
    )
