"""Explaining policies: a page to sign that says what was published, what is open, what is ours, and from where."""

import hashlib
import re
from pathlib import Path

import pypdfium2
import pytest
from jinja2.filters import do_striptags
from typer.testing import CliRunner

from tasks.case.errors import PolicyMistake
from tasks.cli import _app
from tasks.engines.fonts import GOTHIC, MINCHO, covers, required_font_file
from tasks.policy import list_policies, load_policy
from tasks.policy.explain import Explanation, to_markdown
from tasks.policy.loader import POLICY_FOLDER
from tasks.policy_page import explain_file, page_html, page_pdf, write_page

NAMES = list_policies()


def part(told: str, title: str) -> str:
    """What stands under one title of a page in markdown."""
    return told.split(title, 1)[1].split("\n## ", 1)[0]


@pytest.fixture(scope="module")
def rococo() -> Explanation:
    """The explanation of 004."""
    return explain_file("rococo")


@pytest.mark.parametrize("language", ["ja", "en", "both"])
@pytest.mark.parametrize("name", NAMES)
def test_silence_is_told_in_words(name: str, language: str) -> None:
    """No page prints the word for silence as if it were an answer; it says that a person decides."""
    told = to_markdown(explain_file(name), language)  # type: ignore[arg-type]
    assert "unspecified" not in told.lower()
    assert "None" not in told.replace("None.", "")
    assert ("担当者が判断" if language == "ja" else "a person decides") in told


@pytest.mark.parametrize("name", NAMES)
def test_everything_verbatim_is_on_the_page(name: str) -> None:
    """Grounds, conditions, exclusions, notices, promises, purposes and precedences stand there in both languages."""
    policy, told = load_policy(name), to_markdown(explain_file(name))
    quoted = [*policy.ground, *policy.condition, *policy.exclusion, *policy.precedence]
    assert all(each.text in told and each.text_ja in told for each in quoted)
    assert all(each.code in told for each in policy.ground)
    purposes = [words.rstrip(".") for each in policy.purpose for words in (*each.purposes_en, *each.purposes_ja)]
    said = [*policy.requests.self_service, *policy.requests.self_service_ja, *(f.title_en for f in policy.forms)]
    said += [policy.requests.consequences_notice_en, policy.reply.promise_text_en, policy.reply.promise_text_ja]
    assert all(words in told for words in [*purposes, *said] if words != "unspecified")
    assert all(each.says in told and each.read_as_ja in told for each in policy.source_anomaly)
    assert all(each.title in told for each in policy.missing_document)


@pytest.mark.parametrize("name", NAMES)
def test_every_statement_has_its_source(name: str) -> None:
    """Only the list of what is left open has no source; what is ours stands nowhere among what was published."""
    for topic in explain_file(name).sections:
        for each in topic.shown:
            assert each.source or topic.title.en.startswith("Left open")
            assert topic.closing or not each.ours


def test_what_rococo_says(rococo: Explanation) -> None:
    """The page says the rules in plain sentences, in their topics."""
    told = to_markdown(rococo, "en")
    assert "1,000 yen for each written request" in part(told, "## Fee")
    assert "It is kept when the request is refused." in part(told, "## Fee")
    assert "power of attorney (original)" in part(told, "## Agents")
    assert "By the published text: domicile of origin." in part(told, "## Painted over")
    grounds = part(told, "## Grounds for refusal")
    assert "[identity_unconfirmed; no clause of Act Art. 33(2); repeats 1]" in grounds
    assert "[serious_hindrance; Act Art. 33(2)(ii)]" in grounds
    assert "whether the person's own identity document comes with an agent's" in part(told, "## Left open")
    ours = part(told, "## Ours")
    assert "14 calendar days" in ours
    assert "will to donate organs" in ours
    assert "12-29" in ours
    assert "JIPDEC" in part(told, "## Complaint bodies")
    assert "statutory agent" in part(told, "## Anomalies")


def test_what_the_silent_policies_say() -> None:
    """A fee that may be asked, a ground wider than the law, a notice of consequences, and whose number it is."""
    tocaro, toot = to_markdown(explain_file("tocaro"), "en"), to_markdown(explain_file("toot"), "en")
    assert "A fee may be asked for disclosure" in part(tocaro, "## Fee")
    assert "whether a fee is asked" in part(tocaro, "## Left open")
    assert "the number is ours" in part(tocaro, "## Grounds for refusal")
    assert "wider than the law" in part(toot, "## Grounds for refusal")
    assert "The Japanese text prevails." in toot
    assert "(said of correction, suspension or erasure)" in part(toot, "## Reply and time")
    ito = to_markdown(explain_file("ito-software"), "both")
    assert "may prevent customers" in ito
    assert "（利用停止等について）" in ito


def test_the_page_is_bound_to_its_file(rococo: Explanation) -> None:
    """The digest is of the very file, and the page ends with places for date, name and signature."""
    digest = hashlib.sha256((POLICY_FOLDER / "rococo.toml").read_bytes()).hexdigest()
    told = to_markdown(rococo)
    assert f"rococo.toml · SHA-256 {digest}" in told
    assert re.search(r"日付.*氏名.*署名又は押印.*Date:.*Name:.*Signature or seal:", told.splitlines()[-1])


@pytest.mark.parametrize("name", ["rococo", "toot"])
def test_the_pdf_holds_the_page(name: str) -> None:
    """A policy prints in the letter fonts, with the digest and the places to sign on its last page."""
    told = explain_file(name)
    document = pypdfium2.PdfDocument(page_pdf(told, "both"))
    last = document[len(document) - 1].get_textpage().get_text_bounded()
    assert told.sha256 in last
    assert "Signature or seal" in last


@pytest.mark.parametrize("name", NAMES)
def test_the_fonts_cover_every_policy(name: str) -> None:
    """No character of a sample policy would print as a box."""
    text = do_striptags(page_html(explain_file(name), "both"))
    assert all(covers(required_font_file(family), text) for family in (MINCHO, GOTHIC))


def test_the_page_escapes_what_a_policy_says(rococo: Explanation) -> None:
    """A policy is data: no tag of its own reaches the page."""
    company = rococo.company._replace(en="<script>x</script> & “y”")
    first = rococo.sections[0]
    hostile = first._replace(said=(first.said[0]._replace(en="<b>“x”</b>"), *first.said[1:]))
    html = page_html(rococo._replace(company=company, sections=(hostile, *rococo.sections[1:])), "both")
    assert "<script>" not in html
    assert "<b>“" not in html
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize(("suffix", "begins"), [(".pdf", b"%PDF"), (".html", b"<!doctype"), (".md", b"# TOOT")])
def test_the_command_writes_the_page(tmp_path: Path, suffix: str, begins: bytes) -> None:
    """--out writes the form that its suffix names, into a folder that it makes."""
    out = tmp_path / "pages" / f"toot{suffix}"
    assert CliRunner().invoke(_app, ["policy", "explain", "toot", "--lang", "en", "--out", str(out)]).exit_code == 0
    assert out.read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("language", "title"), [("ja", "## 手数料\n"), ("en", "## Fee\n"), ("both", "## 手数料 / Fee\n")]
)
def test_the_terminal_shows_markdown(language: str, title: str) -> None:
    """Without --out the page comes to the terminal, in the language asked for."""
    shown = CliRunner().invoke(_app, ["policy", "explain", "toot", "--lang", language])
    assert (shown.exit_code, title in shown.output, "SHA-256" in shown.output) == (0, True, True)


def test_the_command_refuses_other_languages_and_suffixes(tmp_path: Path, rococo: Explanation) -> None:
    """A language or a form that is not known is told, not guessed."""
    assert CliRunner().invoke(_app, ["policy", "explain", "toot", "--lang", "fr"]).exit_code == 2
    with pytest.raises(PolicyMistake, match="ends in"):
        write_page(rococo, "both", tmp_path / "x.docx")


def test_an_approval_is_told(tmp_path: Path) -> None:
    """A second person's approval stands in its topic; an empty list says that none is needed."""
    text = (POLICY_FOLDER / "rococo.toml").read_text(encoding="utf-8")
    rule = '[{ of = "refuse", by = "the Chief Privacy Officer", source = "x" }]'
    for value, said in (
        (rule, "Before a refusal goes out, the Chief Privacy Officer approves it."),
        ("[]", "No second"),
    ):
        file = tmp_path / "rococo.toml"
        file.write_text(text.replace('approval = "unspecified"', f"approval = {value}"), encoding="utf-8")
        assert said in part(to_markdown(explain_file(file), "en"), "## Approval")


def test_a_moved_due_day_and_parted_duties_are_told(tmp_path: Path) -> None:
    """Who approves an extension, which duties lie apart, and that nobody approves their own decision."""
    text = (POLICY_FOLDER / "rococo.toml").read_text(encoding="utf-8")
    text = text.replace(
        'approval = "unspecified"', 'approval = [{ of = "extension", by = "the officer", source = "x" }]'
    )
    silent = to_markdown(explain_file("rococo"), "en")
    assert "which duties lie with different people" in part(silent, "## Left open")
    assert "Nobody approves their own decision." in part(silent, "## Ours")
    for value, said in (
        ('[{ duties = ["decision", "dispatch"], source = "x" }]', "同一の事案において異なる者が担う職務：決定、発送。"),
        ("[]", "会社の定めにより分ける職務はない。"),
    ):
        file = tmp_path / "rococo.toml"
        file.write_text(text.replace('separation = "unspecified"', f"separation = {value}"), encoding="utf-8")
        assert said in part(to_markdown(explain_file(file), "ja"), "## 職務の分離")
    assert "期限の延長の前にthe officerが承認する。" in to_markdown(explain_file(file), "ja")
