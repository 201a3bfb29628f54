"""Sample letters: every kind that a policy's letters have, marked as samples, as PDF and as picture."""

import io
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image
from typer.testing import CliRunner

from tasks.case.errors import KaijiError
from tasks.case.letters import LetterKind
from tasks.case.words import RequestKind
from tasks.cli import _app
from tasks.doctor import letter_templates
from tasks.policy import Policy, load_policy
from tasks.policy.choosable import choosable
from tasks.reply.letter_templates import read_templates
from tasks.reply.render_letter import render_letter
from tasks.reply.sample_case import CASE_NUMBER
from tasks.reply.sample_letters import letter_kinds, sample_letter, sample_pdf
from tasks.settings import Settings
from tasks.up import Up
from tests.support.letter_text import pages_of, text_of

POLICIES = tuple(load_policy(code) for code in ("ito-software", "rakuro", "rococo", "tocaro", "toot"))
ROCOCO = POLICIES[2]
EVERY = [
    (policy, kind, language)
    for policy in POLICIES
    for kind in letter_kinds(policy)
    for language in policy.language.letters
    if policy is ROCOCO or kind in (LetterKind.REFUSE, LetterKind.SELF_SERVICE)
]


@pytest.mark.parametrize(("policy", "kind", "language"), EVERY, ids=lambda each: getattr(each, "code", str(each)))
def test_every_letter_of_a_policy_can_be_seen(policy: Policy, kind: LetterKind, language: str) -> None:
    """Each kind in each language is printed in the company's own words, with 見本 and SAMPLE on every page."""
    pdf = sample_pdf(policy, kind, read_templates(language))
    pages = pages_of(pdf)
    name = policy.company.name_ja if language == "ja" else policy.company.name_en
    assert "".join(name.split()) in "".join(pages)
    assert CASE_NUMBER in pages[0]
    assert all("見本" in page and "SAMPLE" in page for page in pages)


def test_the_mark_leaves_the_window_free() -> None:
    """The sample is seen in its envelope as a letter would be: nothing of the mark stands behind the window."""
    letter = sample_letter(ROCOCO, LetterKind.REFUSE)

    def behind(pdf: bytes) -> str:
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            return str(
                document.pages[0].crop((22 * 72 / 25.4, 12 * 72 / 25.4, 87 * 72 / 25.4, 36 * 72 / 25.4)).extract_text()
            )

    assert behind(sample_pdf(ROCOCO, LetterKind.REFUSE, read_templates("ja"))) == behind(render_letter(letter))


def test_a_sample_is_the_same_every_time() -> None:
    """Nothing of a sample letter depends on the day or on chance, so that pictures of it change only with its words."""
    once, again = (sample_pdf(ROCOCO, LetterKind.PURPOSE, read_templates("ja")) for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    ("code", "kind", "written"),
    [
        ("rococo", LetterKind.PURPOSE, True),
        ("tocaro", LetterKind.PURPOSE, False),
        ("tocaro", LetterKind.SELF_SERVICE, True),
        ("rococo", LetterKind.SELF_SERVICE, False),
        ("tocaro", LetterKind.CORRECTION_DONE, False),
        ("rococo", LetterKind.FEE_SHORT, True),
        ("toot", LetterKind.FEE_SHORT, False),
        ("toot", LetterKind.REFUSE, True),
    ],
)
def test_the_kinds_follow_from_the_policy(code: str, kind: LetterKind, written: bool) -> None:
    """A letter that answers what cannot be requested, or tells of a fee that is not charged, is not one of a policy's."""
    assert (kind in letter_kinds(load_policy(code))) is written


def test_a_letter_that_is_not_written_cannot_be_seen() -> None:
    """Asking for it is told in a sentence."""
    with pytest.raises(KaijiError, match="kaiji letter list"):
        sample_letter(load_policy("tocaro"), LetterKind.CORRECTION_DONE)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda each: each.code)
def test_a_refusal_quotes_a_ground_of_the_policys(policy: Policy) -> None:
    """A ground that goes with the reason is quoted as the policy has it, and the reason stands beside it."""
    letter = sample_letter(policy, LetterKind.REFUSE)
    text = text_of(render_letter(letter))
    assert {each.text_ja for each in letter.grounds} <= {each.text_ja for each in choosable(policy, RequestKind)}
    assert [each for each in (letter.reason, *(each.text_ja for each in letter.grounds)) if each not in text] == []


def run(*words: str, **environment: str) -> tuple[int, str]:
    """A command's exit code and what it said."""
    done = CliRunner().invoke(_app, ["letter", *words], env=environment, catch_exceptions=True)
    return done.exit_code, done.output + (str(done.exception) if isinstance(done.exception, KaijiError) else "")


def test_preview_writes_pdf_and_png(tmp_path: Path) -> None:
    """Both files lie in the folder and are named; a named file is written alone, as what its name says."""
    code, said = run("preview", "--policy", "toot", "--kind", "disclose", "--out", str(tmp_path))
    assert code == 0
    assert [Path(line).name for line in said.split()] == ["toot-disclose-ja.pdf", "toot-disclose-ja.png"]
    assert (tmp_path / "toot-disclose-ja.pdf").read_bytes().startswith(b"%PDF")
    with Image.open(tmp_path / "toot-disclose-ja.png") as picture:
        assert picture.width > 1.5 * 827  # letter and annex side by side
    assert run("preview", "--policy", "toot", "--kind", "no_data", "--out", str(tmp_path / "one.png"))[0] == 0
    assert (tmp_path / "one.png").is_file()
    assert not (tmp_path / "one.pdf").exists()


def test_preview_wants_one_kind_or_all() -> None:
    """Neither or both is told."""
    assert run("preview", "--policy", "toot")[0] == 2
    assert run("preview", "--policy", "toot", "--kind", "refuse", "--all")[0] == 2


def test_a_broken_template_is_told_by_preview(tmp_path: Path) -> None:
    """File, line and one sentence, and no picture."""
    (tmp_path / "toot" / "ja").mkdir(parents=True)
    (tmp_path / "toot" / "ja" / "refuse.html").write_text(
        "{% extends 'letter.html' %}\n{% block title %}\n", encoding="utf-8"
    )
    words = ("preview", "--policy", "toot", "--kind", "refuse", "--out", str(tmp_path / "out"))
    code, said = run(*words, KAIJI_LETTER_TEMPLATES=str(tmp_path))
    assert code == 1
    assert (
        "toot/ja/refuse.html:2: cannot be understood: " in said
        or "toot/ja/refuse.html:3: cannot be understood: " in said
    )
    assert not (tmp_path / "out").exists()


def test_copy_list_and_names(tmp_path: Path) -> None:
    """A template is copied where the setting says, and listed from then on as the company's own."""
    assert "Set KAIJI_LETTER_TEMPLATES" in run("copy", "--policy", "toot", "--kind", "refuse")[1]
    where = {"KAIJI_LETTER_TEMPLATES": str(tmp_path)}
    assert run("copy", "--policy", "toot", "--kind", "refuse", **where)[0] == 0
    assert "toot/ja/refuse.html" in run("list", "--policy", "toot", **where)[1]
    assert "letter.case_number" in run("names")[1]
    assert "suspension_done" in run("list")[1]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder with one broken template of Rococo's, and one of another company's."""
    for code in ("rococo", "toot"):
        (tmp_path / code / "ja").mkdir(parents=True)
        (tmp_path / code / "ja" / "_suit.html").write_text(f"\n{{{{ letter.{code} }}}}", encoding="utf-8")
    return tmp_path


def test_the_house_starts_and_says_which_template_is_broken(broken: Path, tmp_path: Path) -> None:
    """At the start the own templates are checked, whichever policy's, and what is wrong is said with its line."""
    said: list[str] = []
    settings = Settings(home=tmp_path / "home", policy="rococo", letter_templates=broken)
    Up(settings, said.append).tell_templates()
    assert any("rococo/ja/_suit.html:2: uses rococo, which Letter does not have" in line for line in said)
    assert "a person writes the letters" in said[-1]
    assert any("toot/ja/_suit.html:2:" in line for line in said)
    said.clear()
    Up(settings.model_copy(update={"letter_templates": None}), said.append).tell_templates()
    assert said == []


def test_policy_check_tells_of_the_policys_templates(broken: Path) -> None:
    """Who checks a policy hears of its changed letters too, and of no other policy's."""
    done = CliRunner().invoke(_app, ["policy", "check", "toot"], env={"KAIJI_LETTER_TEMPLATES": str(broken)})
    assert done.exit_code == 1
    assert "mend: toot/ja/_suit.html:2:" in done.output
    assert "rococo/" not in done.output


def test_doctor_tells_of_broken_templates(broken: Path, tmp_path: Path) -> None:
    """The first fault stands in its line, and how to see the others."""
    found = letter_templates(Settings(home=tmp_path, policy="rococo", letter_templates=broken))
    assert not found.fine
    assert found.mend.startswith("rococo/ja/_suit.html:2: ")
    assert letter_templates(Settings(home=tmp_path, letter_templates=None)).fine
