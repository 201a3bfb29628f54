"""The desk speaks two languages: whatever it says in English, it says in Japanese too."""

import re

from tasks.case.findings import EVERYWHERE, VERDICTS
from tasks.case.words import RequestKind
from tasks.desk.answer_words import OPTIONS
from tasks.desk.finding_words import CHECKS, RESULTS
from tasks.desk.history_words import EVENTS
from tasks.desk.pages import TEMPLATES, environment, translations
from tasks.store.events import EventKind
from tests.support.desk_words import every_text

_OF_PEOPLE = {  # these are no case's
    "signed_in",
    "sign_in_refused",
    "signed_out",
    "account_changed",
    "audit_exported",
    "chain_verified",
}


def test_every_text_of_the_desk_has_its_japanese():
    """Templates, tables of words, what scripts say, and every error."""
    known = translations("ja")
    assert [text for text in every_text() if text not in known] == []


def test_translations_keep_their_places():
    """A Japanese text has the same `%(…)s` as its English, so that no page breaks in one language only."""
    for english, japanese in translations("ja").items():
        assert set(re.findall(r"%\(\w+\)s", english)) == set(re.findall(r"%\(\w+\)s", japanese)), english


def test_every_check_result_and_event_has_words():
    """Whatever a rule can say, the page can tell."""
    assert set(VERDICTS) <= set(CHECKS)
    results = {result for table in (*VERDICTS.values(), EVERYWHERE) for result in table}
    assert results <= set(RESULTS)
    assert {kind.value for kind in EventKind} - _OF_PEOPLE - set(EVENTS) == set()
    assert not set(OPTIONS) & set(RequestKind)


def test_no_template_has_a_script_or_a_style_of_its_own():
    """The policy of the desk forbids both, and a page with one would break silently."""
    ours = [TEMPLATES / name for name in ("page.html", "case.html", "code.html", "error.html", "sla.html")]
    for file in [*ours, *(TEMPLATES / "case").glob("*.html")]:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text), file.name
        environment("en").get_template(str(file.relative_to(TEMPLATES)))


def test_scripts_make_text_and_never_markup():
    """No script of the desk turns a string into elements."""
    for file in (TEMPLATES / "static").rglob("*.js"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text), (
            file.name
        )
