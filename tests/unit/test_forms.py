"""Prescribed forms: boxes that can be filled in and read, and words that say what the policy says and no more."""

import hashlib
from itertools import combinations

import pytest
from jinja2.sandbox import SandboxedEnvironment

from tasks.case.codes_text import (
    AGENT_SUPPLEMENT,
    LAYOUT_VERSION,
    POWER_OF_ATTORNEY,
    RETURN_SLIP,
    FormCode,
    FormLanguage,
)
from tasks.case.errors import CodeUnknown, FormDoesNotFit, LanguageUnknown
from tasks.case.words import RequestKind
from tasks.forms.boxes import CODE, PAGE, TAGS, BoxKind
from tasks.forms.guide import guide_of
from tasks.forms.layout import layout_of
from tasks.forms.render import TEMPLATES, TITLE, _environment, print_form
from tasks.forms.sheet import BOTTOM, LEFT, RIGHT, TOP
from tasks.forms.wording import WORDS, Words
from tasks.forms.write_forms import forms_of, languages_of
from tasks.policy import load_policy

ROCOCO = load_policy("rococo")
KINDS = [tuple(RequestKind)[:n] for n in range(1, 7)]
OF_VERSION_ONE = tuple(
    kind for kind in RequestKind if kind is not RequestKind.TP_RECORDS
)  # what papers could list then
PAPERS = [("request", kinds) for kinds in KINDS] + [
    (AGENT_SUPPLEMENT, ()), (POWER_OF_ATTORNEY, tuple(RequestKind)), (RETURN_SLIP, ()),
]  # fmt: skip
EVERY = [(form, kinds, language) for form, kinds in PAPERS for language in FormLanguage]


def code(form, kinds=(), language=FormLanguage.JAPANESE):
    return FormCode(LAYOUT_VERSION, "rococo", form, language, kinds, 1)


@pytest.mark.parametrize(("form", "kinds", "language"), EVERY)
def test_boxes_lie_inside_the_page_and_apart(form, kinds, language):
    """Nothing is written across another box, a printed word, a mark or the page's edge."""
    layout = layout_of(code(form, kinds, language))
    places = [box.rect for box in layout.boxes] + [text.rect for text in layout.prints]
    for rect in places:
        assert LEFT <= rect.left < rect.right <= RIGHT
        assert TOP <= rect.top < rect.bottom <= BOTTOM
    assert not [(a, b) for a, b in combinations([*places, *TAGS.values(), CODE, TITLE], 2) if a.meets(b)]
    assert len({box.key for box in layout.boxes}) == len(layout.boxes)


@pytest.mark.parametrize(("form", "kinds"), PAPERS)
def test_boxes_are_large_enough_for_an_old_hand(form, kinds):
    """Ticks of 6 mm, digits in cells of 8 by 10, lines 9 mm high, a signature's room of 15."""
    for box in layout_of(code(form, kinds)).boxes:
        height = box.rect.bottom - box.rect.top
        least = {BoxKind.TICK: 6, BoxKind.DIGITS: 10, BoxKind.TEXT: 9, BoxKind.MARK: 15}.get(box.kind, 0)
        assert height >= least - 1e-9, box
        assert all(cell.right - cell.left >= 8 - 1e-9 for cell in box.cells)
        assert not box.cells or (box.cells[0].left, box.cells[-1].right) == (box.rect.left, box.rect.right)


def test_marks_keep_their_distance_and_both_languages_share_the_geometry():
    """Marks of 10 mm at least 12 mm from the edge, a code of 16 to 20 mm; a bilingual form is the same form."""
    for tag in TAGS.values():
        assert min(tag.left, tag.top, PAGE[0] - tag.right, PAGE[1] - tag.bottom) >= 12
    assert 16 <= CODE.right - CODE.left <= 20
    ja, both = (layout_of(code("request", KINDS[3], language)) for language in FormLanguage)
    assert [box.rect for box in ja.boxes] == [box.rect for box in both.boxes]
    assert (ja.forms, both.forms) == ((2,), (3,))


def test_a_version_that_is_not_known_has_no_layout():
    """A paper of a later kaiji is read like anybody's form, never by a wrong geometry."""
    assert layout_of(code("request", KINDS[0])._replace(version=LAYOUT_VERSION + 1)) is None


def test_the_geometry_of_version_one_stays_as_it_was_printed():
    """Papers of version 1 lie in drawers: whoever moves a box must give the layout a new version and keep this one."""
    papers = [("request", OF_VERSION_ONE[:n]) for n in range(1, 6)]
    papers += [(AGENT_SUPPLEMENT, ()), (POWER_OF_ATTORNEY, OF_VERSION_ONE), (RETURN_SLIP, ())]
    told = [
        (
            form,
            [kind.value for kind in kinds],
            [(box.key, *(round(side, 2) for side in box.rect)) for box in layout_of(code(form, kinds)).boxes],
        )
        for form, kinds in papers
    ]
    assert hashlib.sha256(repr(told).encode()).hexdigest()[:16] == "46692785c4903b98"


def test_a_code_without_kinds_has_no_layout():
    """A request form for nothing is a code that somebody made up, and no reason to stop."""
    assert layout_of(code("request", ())) is None
    assert layout_of(code(POWER_OF_ATTORNEY, ())) is None


def test_every_printed_word_has_both_languages():
    """A key without words would stop a form only when it is printed."""
    for form, kinds, language in EVERY:
        for text in layout_of(code(form, kinds, language)).prints:
            assert text.key == "poa.says" or WORDS[text.key].ja


def test_what_costs_nothing_and_what_is_not_said_are_told_apart():
    """Correction is free by law; a kind that the list of charged ones leaves out is free; a silent policy says neither."""
    correction, disclosure = (RequestKind.CORRECTION,), (RequestKind.DISCLOSURE,)
    silent = ROCOCO.model_copy(update={"fee": ROCOCO.fee.model_copy(update={"kinds": "unspecified"})})
    assert guide_of(ROCOCO, disclosure, "x").fee.amount == 1000
    assert guide_of(ROCOCO, correction, "x").fee.amount == 0
    assert guide_of(silent, correction, "x").fee.amount == 0
    assert guide_of(silent, disclosure, "x").fee.amount is None
    notice = ROCOCO.fee.model_copy(update={"kinds": ("purpose_notice",), "possible_kinds": ("disclosure",)})
    assert guide_of(ROCOCO.model_copy(update={"fee": notice}), disclosure, "x").fee.amount is None


def test_without_agents_there_are_no_papers_for_them_and_no_names_twice():
    """A policy that refuses agents prints nothing for them; a form may not take the name of one of kaiji's own."""
    refused = ROCOCO.model_copy(update={"agent": ROCOCO.agent.model_copy(update={"allowed": False})})
    assert {AGENT_SUPPLEMENT, POWER_OF_ATTORNEY}.isdisjoint(name for name, _, _ in forms_of(refused))
    named = ROCOCO.model_copy(update={"forms": (ROCOCO.forms[0].model_copy(update={"code": RETURN_SLIP}),)})
    with pytest.raises(CodeUnknown):
        forms_of(named)


def test_too_long_a_title_is_said_and_not_cut():
    """A form whose title does not fit is not printed at all."""
    with pytest.raises(FormDoesNotFit, match="too long"):
        print_form(ROCOCO, code("request", KINDS[0]), Words("あ" * 120, "a"))


def test_templates_are_strict_and_sandboxed():
    """A template can neither print a name nobody gave nor reach into Python, and all data is escaped."""
    environment = _environment()
    assert isinstance(environment, SandboxedEnvironment)
    assert environment.autoescape
    assert environment.undefined.__name__ == "StrictUndefined"
    assert sorted(file.name for file in TEMPLATES.glob("*.html"))


def test_only_what_the_company_or_a_law_demands_is_asked_to_be_blacked_out():
    """What kaiji paints by its own choice is no demand on the person who sends a copy."""
    ours = [rule.model_copy(update={"by": "ours"}) for rule in ROCOCO.masking if rule.reason == "domicile"]
    rest = [rule for rule in ROCOCO.masking if rule.reason != "domicile"]
    quiet = ROCOCO.model_copy(update={"masking": (*ours, *rest)})
    assert guide_of(ROCOCO, KINDS[4], "x").hide_domicile
    assert not guide_of(quiet, KINDS[4], "x").hide_domicile
    assert guide_of(quiet, KINDS[4], "x").hidden == guide_of(ROCOCO, KINDS[4], "x").hidden


def test_a_language_in_which_there_are_no_forms_is_said():
    """A slip of the finger names what can be asked for."""
    assert languages_of("both") == tuple(FormLanguage)
    assert languages_of("ja") == (FormLanguage.JAPANESE,)
    with pytest.raises(LanguageUnknown, match="ja, bilingual or both"):
        languages_of("en")
