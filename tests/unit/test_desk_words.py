"""The desk speaks two languages: whatever it says in English, it says in Japanese too."""

import re
from enum import StrEnum

import pytest
from babel.messages.pofile import read_po

from tasks.audit.event_words import NAMES
from tasks.case.fee_words import MEANS, MOVES, PLACES
from tasks.case.field_words import FIELDS
from tasks.case.finding_words import ANYWHERE, CHECKS, RESULTS
from tasks.case.findings import EVERYWHERE, VERDICTS
from tasks.case.happened import EventKind
from tasks.case.ledger import Move, Place
from tasks.case.letters import LetterKind
from tasks.case.paper_words import MARKS, PAGES, RELATIONS
from tasks.case.progress import Stage, Step
from tasks.case.roles import Duty, Role
from tasks.case.sla import WAITS_FOR
from tasks.case.words import AgentRelation, PageKind, RedactionReason, RequestKind, Verdict
from tasks.desk.error_words import in_language
from tasks.desk.field_choices import CHOICES
from tasks.desk.pages import TABLES, TEMPLATES, environment, translations
from tests.support.desk_words import every_text, in_errors

OF_CODES: dict[str, tuple[dict[str, object], type[StrEnum]]] = {
    "steps": (TABLES["STEPS"], Step),
    "stages": (TABLES["STAGES"], Stage),
    "kinds": (TABLES["KINDS"], RequestKind),
    "roles": (TABLES["ROLES"], Role),
    "duties": (TABLES["DUTIES"], Duty),
    "verdicts": (TABLES["VERDICTS"], Verdict),
    "letters": (TABLES["LETTERS"], LetterKind),
    "places": (PLACES, Place),
    "moves": (MOVES, Move),
    "pages": (PAGES, PageKind),
    "marks": (MARKS, RedactionReason),
    "relations": (RELATIONS, AgentRelation),
    "events": (NAMES, EventKind),
}


def entries() -> list[tuple[str, str, str]]:
    """Every entry of the `.po` files: the file's name, the English, the Japanese."""
    found = []
    for file in sorted((TEMPLATES / "ja").glob("*.po")):
        with file.open("rb") as content:
            found += [(file.name, str(each.id), str(each.string)) for each in read_po(content, locale="ja") if each.id]
    return found


def test_every_text_of_the_desk_has_its_japanese():
    """Templates, what scripts say, and every error."""
    known = {english for _, english, japanese in entries() if japanese}
    assert sorted(every_text() - known) == []


def test_no_translation_is_unused():
    """What no page says any more is taken out; what a code is called stands in its table, not here."""
    assert sorted({english for _, english, _ in entries()} - every_text()) == []


def test_no_text_is_translated_twice():
    """The files are read as one: of two translations of a text only one would ever be shown."""
    texts = [english for _, english, _ in entries()]
    assert sorted({text for text in texts if texts.count(text) > 1}) == []


def test_a_case_number_is_called_alike_on_every_page():
    """`案件` is the desk's word; letters to requesters have 受付番号."""
    assert translations("ja")["Case number"] == "案件番号"
    assert not [japanese for _, _, japanese in entries() if "受付番号" in japanese]


@pytest.mark.parametrize("of", OF_CODES)
def test_every_code_has_its_word(of):
    """A code that is added without its word in both languages is found here."""
    table, codes = OF_CODES[of]
    assert set(codes) <= set(table)
    assert all(word.en and word.ja for word in table.values())


def test_every_check_result_and_field_has_words():
    """Whatever a rule can say, the page can tell; a choice and a kind of request are never taken for one another."""
    assert set(VERDICTS) == set(CHECKS)
    assert all(set(results) <= set(RESULTS[check]) | set(ANYWHERE) for check, results in VERDICTS.items())
    assert set(EVERYWHERE) <= set(ANYWHERE)
    assert set(CHOICES) <= set(FIELDS)
    assert set(CHOICES["fee.means"][1]) <= set(MEANS)
    assert set(WAITS_FOR.values()) <= set(TABLES["WAITERS"])
    assert not set(TABLES["OPTIONS"]) & set(RequestKind)


def test_translations_keep_their_places():
    """A Japanese text has the same `%(…)s` as its English, so that no page breaks in one language only."""
    for english, japanese in translations("ja").items():
        assert set(re.findall(r"%\(\w+\)s", english)) == set(re.findall(r"%\(\w+\)s", japanese)), english


def test_errors_keep_what_differs():
    """As many `{}` in the Japanese as in the English, and no command of the terminal in either."""
    for english, japanese in translations("ja").items():
        assert english.count("{}") == japanese.count("{}"), english
    assert not [text for text in in_errors() if "`" in text or " --" in text]


def test_a_sentence_of_a_stage_is_told_in_japanese():
    """What differs is put where the Japanese has it, braces and all; what nobody translated stays as it is."""
    said = in_language("ja", "K-2026-0001 does not wait for this any more; load the page again.")
    assert said == "K-2026-0001 は、すでにこの回答を待っていません。再読込みしてください。"
    assert "：a, {b}。" in in_language("ja", "This field takes no such value; choose one of: a, {b}.")
    assert in_language("ja", "Nobody translated K-2026-0001.") == "Nobody translated K-2026-0001."
    assert in_language("en", "Choose PDF or CSV.") == "Choose PDF or CSV."


def test_no_template_has_a_script_or_a_style_of_its_own():
    """The policy of the desk forbids both, and a page with one would break silently."""
    ours = [TEMPLATES / name for name in ("page.html", "case.html", "code.html", "error.html")]
    ours += [*TEMPLATES.glob("figures*.html"), *(TEMPLATES / "figures").glob("*.html")]
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
