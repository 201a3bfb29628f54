"""A company's own templates: they go before ours one by one, reach nothing but the letter, and are told what is wrong."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.case.errors import KaijiError, TemplateBroken
from tasks.case.letters import Letter, LetterKind
from tasks.policy import load_policy
from tasks.reply import sample_data
from tasks.reply.check_letters import check_letters
from tasks.reply.copy_templates import copy_templates, parts_of
from tasks.reply.letter_names import letter_names, untold
from tasks.reply.letter_templates import OURS, read_templates
from tasks.reply.render_letter import letter_html, render_letter
from tasks.reply.sample_letters import sample_letter
from tasks.reply.sandbox import LetterSandbox
from tasks.reply.template_check import faults_in
from tasks.reply.template_faults import Fault

ROCOCO = load_policy("rococo")
KIND = LetterKind.SUSPENSION_DONE
REACHING = (
    "{{ ''.__class__ }}",
    "{{ letter.__class__.__mro__ }}",
    "{{ letter.parse_file('/etc/hostname') }}",
    "{{ letter.parse_raw(letter.number, proto='pickle', allow_pickle=True) }}",
    "{{ letter.model_dump_json() }}",
    "{{ letter.sender.model_fields }}",
    "{{ lipsum.__globals__ }}",
    "{{ letter.number.format.__globals__ }}",
    "{{ letter | attr('model_dump_json') }}",
    "{{ [letter] | map(attribute='model_dump_json') | first }}",
    "{{ cycler('a') }}",
    "{% include '../../../pyproject.toml' %}",
    "{% include '/etc/hostname' %}",
)
OUTSIDE = (
    '<img src="file:///etc/hostname">',
    '<img src="http://127.0.0.1:9/x.png">',
    '<link rel="attachment" href="file:///etc/hostname">',
    "<style>@import url(file:///etc/hostname);</style>",
    '<img src="data:image/png;base64,AAAA">',
)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of a company's own templates, with nothing in it."""
    (tmp_path / "own").mkdir()
    return tmp_path / "own"


def put(own: Path, name: str, text: str, policy: str = "rococo", language: str = "ja") -> Path:
    """A template of the company's own."""
    file = own / policy / language / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def ours(name: str) -> str:
    return (OURS / "ja" / name).read_text(encoding="utf-8")


def letter(kind: LetterKind = KIND) -> Letter:
    return sample_letter(ROCOCO, kind)


def told(own: Path) -> list[str]:
    """What the check says of the one kind of letter."""
    return [str(fault) for fault in check_letters([ROCOCO], own, known=["rococo", "toot"])]


@pytest.fixture
def one_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check looks at one letter only, in Japanese, so that it is quick."""
    monkeypatch.setattr("tasks.reply.check_letters.letter_kinds", lambda _policy: (KIND,))
    rule = ROCOCO.language.model_copy(update={"letters": ("ja",)})
    monkeypatch.setitem(globals(), "ROCOCO", ROCOCO.model_copy(update={"language": rule}))


def test_only_what_was_changed_is_the_companys(own: Path) -> None:
    """One partial of the company's stands among ours, which stay in use; another policy's letters know nothing of it."""
    put(own, "_reference.html", "<p>当社の控え {{ letter.case_number }}</p>")
    html = letter_html(letter(), read_templates("ja", own, "rococo"))
    assert "当社の控え X00-00000" in html
    assert "お問い合わせ及び苦情のお申出先" in html
    assert letter_html(letter(), read_templates("ja", own, "toot")) == letter_html(letter())


def test_a_policys_own_goes_before_what_holds_for_all(own: Path) -> None:
    """What lies in the policy's folder wins over the folder for all policies, and that over ours."""
    put(own, "_reference.html", "<p>全社</p>", policy=".")
    assert "全社" in letter_html(letter(), read_templates("ja", own, "rococo"))
    put(own, "_reference.html", "<p>この方針</p>")
    html = letter_html(letter(), read_templates("ja", own, "rococo"))
    assert "この方針" in html
    assert "全社" not in html


def test_a_style_sheet_may_be_changed_too(own: Path) -> None:
    """The company's sheet is printed by, for all languages or for one."""
    (own / "rococo").mkdir()
    (own / "rococo" / "letter.css").write_text("p { color: #123456 }")
    assert "#123456" in read_templates("ja", own, "rococo").style
    assert "#123456" in read_templates("en", own, "rococo").style
    put(own, "letter.css", "p { color: #654321 }")
    assert "#654321" in read_templates("ja", own, "rococo").style


def test_the_digest_is_of_what_a_letter_is_made_of(own: Path) -> None:
    """A changed partial changes the digest of the letters that include it, and of no other."""
    before = read_templates("ja")
    put(own, "_grounds.html", "<p></p>")
    after = read_templates("ja", own, "rococo")
    assert after.digest("refuse") != before.digest("refuse")
    assert after.digest("purpose") == before.digest("purpose")
    assert read_templates("ja").digest("refuse") == before.digest("refuse")


@pytest.mark.parametrize("text", REACHING)
def test_a_template_reaches_nothing_but_the_letter(own: Path, text: str) -> None:
    """Python's inner names, the model's own methods and files are refused, with the line."""
    put(own, "_reference.html", f"<p>\n{text}\n</p>")
    with pytest.raises(TemplateBroken, match=r"rococo/ja/_reference\.html:2: "):
        letter_html(letter(), read_templates("ja", own, "rococo"))


@pytest.mark.parametrize("text", OUTSIDE)
def test_a_template_fetches_nothing(own: Path, text: str) -> None:
    """A picture, an attachment or a sheet from anywhere stops the letter, and the line is named."""
    put(own, "_reference.html", f"<p>\n\n{text}</p>")
    with pytest.raises(TemplateBroken, match=r"rococo/ja/_reference\.html:3: asks for something from outside"):
        render_letter(letter(), read_templates("ja", own, "rococo"))


def test_a_link_out_of_the_folder_is_not_followed(own: Path, tmp_path: Path) -> None:
    """A link to a file elsewhere is no template, and the check says so."""
    (tmp_path / "secret.html").write_text("秘密")
    put(own, "refuse.html", "").unlink()
    (own / "rococo" / "ja" / "_reference.html").symlink_to(tmp_path / "secret.html")
    assert "秘密" not in letter_html(letter(), read_templates("ja", own, "rococo"))


@pytest.mark.usefixtures("one_kind")
def test_the_check_finds_nothing_in_ours(own: Path) -> None:
    """Our own templates are in order."""
    assert told(own) == []


@pytest.mark.usefixtures("one_kind")
def test_every_fault_is_told_at_once_with_its_line(own: Path) -> None:
    """A syntax error, unknown names, fields and filters, inner names, missing parts and glyphs: all in one run."""
    put(own, "_contact.html", "<p>\n{% if letter.number %}\n</p>")
    put(
        own,
        "_reference.html",
        "\n".join(  # noqa: FLY002  # one line of the template a line
            (
                "{{ letter.case_nunber }}",
                "{{ lettre.number }}",
                "{{ letter.number | upcase }}",
                "{{ letter.sender.fone }}",
                "{% for ground in letter.grounds %}{{ ground.txt }}{% endfor %}",
                "{{ ''.__class__ }}",
                "{% include '_nowhere.html' %}",
                "絵文字🌸",
            )
        ),
    )
    found = told(own)
    place = "rococo/ja/_reference.html"
    for line in (
        f"{place}:1: uses case_nunber, which Letter does not have; did you mean case_number?",
        f"{place}:2: uses lettre, which no letter has; did you mean letter?",
        f"{place}:3: uses the filter upcase, which there is none of",
        f"{place}:4: uses fone, which Sender does not have; did you mean phone?",
        f"{place}:5: uses txt, which Clause does not have; did you mean text?",
        f"{place}:6: reaches for __class__, which a template may not",
        f"{place}:7: includes _nowhere.html, which is not there",
        f"{place}:8: has a character that the letters' font cannot print (U+1F338)",
    ):
        assert line in found
    assert any(each.startswith("rococo/ja/_contact.html:3: cannot be understood: ") for each in found)


@pytest.mark.usefixtures("one_kind")
@pytest.mark.parametrize(
    ("name", "before", "after", "says"),
    [
        ("_address.html", 'class="window" style="', 'class="window" style="padding-left: 40mm; ', "not wholly within"),
        ("_fold_marks.html", "<", "<p style='position: absolute; top: 5mm'>親展</p><", "besides the address"),
        ("_fold_marks.html", "<", "<p style='position: absolute; top: 36mm'>親展</p><", "beside the envelope's window"),
        ("_fold_marks.html", "<", "<p style='position: absolute; top: 1mm; border: 1mm solid'>　</p><", "drawn"),
        ("_address.html", "in window.address %}", "in window.address[1:] %}", "not wholly within"),
    ],
)
def test_the_window_is_proved_for_changed_templates(own: Path, name: str, before: str, after: str, says: str) -> None:
    """A long address that overflows, a word in the window, beside it, a frame, a lost line: each is told with file and line."""
    assert before in ours(name)
    put(own, name, "\n" + ours(name).replace(before, after, 1))
    found = told(own)
    assert any(says in each and each.startswith(f"rococo/ja/{name}:") for each in found), found
    with pytest.raises(TemplateBroken):
        render_letter(letter(), read_templates("ja", own, "rococo"))


@pytest.mark.parametrize(
    ("kind", "name", "before", "field"),
    [
        (LetterKind.REFUSE, "_reason.html", "letter.reason | item", "reason"),
        (LetterKind.REFUSE, "_clause.html", "ground.text_ja", "grounds"),
        (LetterKind.PASSWORD, "password.html", "letter.password", "password"),
        (LetterKind.DISCLOSE, "_annex.html", "{{ row.value | value }}", "annex"),
        (LetterKind.REFUSE, "_contact.html", "letter.complaint_body.name", "complaint_body"),
    ],
)
def test_a_changed_template_may_not_leave_out_what_must_be_said(
    own: Path, kind: LetterKind, name: str, before: str, field: str
) -> None:
    """A letter without its reason, its grounds or its data is held back, whichever template lost them."""
    assert before in ours(name)
    lost = "" if before.startswith("{{") else "letter.number"
    put(own, name, ours(name).replace(before, lost))
    with pytest.raises(TemplateBroken, match=f"rococo/ja/{name}:1: does not print letter.{field}, which"):
        render_letter(letter(kind), read_templates("ja", own, "rococo"))


@pytest.mark.parametrize(
    "said",
    ["<title>{{ letter.addressee.name }} 様", '<meta name="author" content="{{ letter.addressee.address }}"><title>'],
)
def test_no_property_of_the_file_names_anybody(own: Path, said: str) -> None:
    """Programs show title and author in lists of files; a template that puts the addressee there is held back."""
    put(own, "letter.html", ours("letter.html").replace("<title>", said, 1))
    with pytest.raises(TemplateBroken, match=r"rococo/ja/letter\.html:5: puts the addressee into the title"):
        render_letter(letter(), read_templates("ja", own, "rococo"))


def test_a_changed_template_may_not_leave_out_why_something_is_masked(own: Path) -> None:
    """The provision under which an annex leaves out what tells of others is told in a company's own template too."""
    name = "disclose.html"
    put(own, name, ours(name).replace('{% include "_masked.html" %}', ""))
    with pytest.raises(TemplateBroken, match="does not print masked_under, which"):
        render_letter(letter(LetterKind.DISCLOSE), read_templates("ja", own, "rococo"))


@pytest.mark.usefixtures("one_kind")
def test_a_foreign_font_is_found_in_the_changed_sheet(own: Path) -> None:
    """The line that asks for another font is named."""
    sheet = (OURS / "letter.css").read_text(encoding="utf-8")
    put(own, "letter.css", f"{sheet}\n.closing {{\n  font-family: monospace;\n}}\n")
    line = len(sheet.splitlines()) + 3
    (fault,) = told(own)
    assert fault.startswith(f"rococo/ja/letter.css:{line}: the letter was set in ")


@pytest.mark.usefixtures("one_kind")
def test_a_file_that_no_letter_is_made_of_is_told(own: Path, tmp_path: Path) -> None:
    """A misspelt file, a misspelt policy and a link would otherwise leave ours in use without a word."""
    put(own, "_adress.html", "")
    put(own, "_address.html", ours("_address.html"), policy="roccoco")
    put(own, "_address.html", ours("_address.html"), policy="toot")
    (own / "rococo" / "ja" / "_fee.html").symlink_to(tmp_path)
    (own / "rococo" / "ja" / "_untold.html").symlink_to(shutil.copy(OURS / "ja" / "_untold.html", tmp_path))
    found = told(own)
    assert [each.split(":")[0] for each in found] == [
        "roccoco/ja/_address.html",
        "rococo/ja/_adress.html",
        "rococo/ja/_untold.html",
    ]


@pytest.mark.parametrize(
    "printed", ["letter.sender", "letter.grounds", "letter.until", "letter.by_agent", "letter.sender.address", "range"]
)
def test_only_text_is_printed(own: Path, printed: str) -> None:
    """A part, a list, a yes or no, and what the letter has none of are never printed as a program would write them."""
    put(own, "_reference.html", f"\n{{{{ {printed} }}}}")
    with pytest.raises(TemplateBroken, match=r"_reference\.html:2: prints what is no text"):
        letter_html(letter(), read_templates("ja", own, "rococo"))


def test_what_went_wrong_repeats_no_value(own: Path) -> None:
    """The sentence that goes on record holds nothing of the letter; the detail is for sample letters only."""
    put(own, "_reference.html", "{{ {}[letter.addressee.name] }}")
    with pytest.raises(TemplateBroken) as broken:
        letter_html(letter(), read_templates("ja", own, "rococo"))
    assert sample_data.PEOPLE["ja"].name not in str(broken.value)
    assert "rococo/ja/_reference.html:1" in str(broken.value)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_whatever_a_template_holds_it_breaks_only_as_broken(text: str) -> None:
    """Any text at all is a template that prints or one that is told of; nothing else is ever raised."""
    templates = read_templates("ja")
    files = tuple(
        file._replace(text="{{ " + text, own=True) if file.name == "_reference.html" else file
        for file in templates.files
    )
    try:
        letter_html(letter(), templates._replace(files=files))
    except KaijiError as told_error:
        assert "_reference.html" in str(told_error)  # noqa: PT017


@pytest.mark.parametrize("part", [None, "_contact.html", "letter.css"])
def test_a_copy_prints_as_ours_until_it_is_changed(own: Path, part: str | None) -> None:
    """A template copied to start from gives the same letter, tells what names there are, and is never written over."""
    (file,) = copy_templates(own, "rococo", "ja", KIND, [part] if part else ())
    assert "kaiji letter check" in file.read_text(encoding="utf-8")
    templates = read_templates("ja", own, "rococo")
    assert [each.name for each in templates.changed_for(KIND)] == [file.name]
    assert render_letter(letter(), templates) == render_letter(letter())
    with pytest.raises(KaijiError, match="is there already"):
        copy_templates(own, "rococo", "ja", KIND, [part] if part else ())


def test_a_part_that_a_letter_has_not_cannot_be_copied(own: Path) -> None:
    """The error names the parts that there are."""
    assert "_contact.html" in parts_of("ja", KIND)
    with pytest.raises(KaijiError, match=r"_contact\.html"):
        copy_templates(own, "rococo", "ja", KIND, ["_contract.html"])


def test_every_field_of_a_letter_is_told_of() -> None:
    """Whoever writes a template finds each field, those of its parts, and the filters."""
    assert untold() == []
    written = {name.written for name in letter_names()}
    assert {"letter.password", "letter.sender.company", "letter.fee.short", "window", "… | era"} <= written


def test_a_wrong_field_is_found_where_the_sample_does_not_print_it() -> None:
    """A field is looked at even in a branch that no sample letter takes."""
    templates = read_templates("ja")
    changed = templates._replace(
        files=tuple(
            each._replace(text="\n{% if letter.by_agent %}{{ letter.agent }}{% endif %}")
            if each.name == "_reference.html"
            else each
            for each in templates.files
        )
    )
    words = {
        "letter": letter(),
        "window": None,
        "asked": (),
        "basis": "",
        "request_word": "",
        "suit": "",
        "masked_under": "",
    }
    found = faults_in(changed, KIND, LetterSandbox(changed), words)
    assert ("templates/letters/ja/_reference.html", 2) in [(each.file, each.line) for each in found]
    assert isinstance(found[0], Fault)
