"""Tries every letter of a policy with made-up data, and says all that is wrong with its templates at once.

A template that a company has changed is tried with a long address and name, since a short one would fit almost anywhere.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from tasks.case.errors import ForeignFont, KaijiError
from tasks.case.letters import Letter, LetterKind
from tasks.engines.fonts import required_font_file
from tasks.policy import Policy, list_policies, load_policy
from tasks.reply import sample_data
from tasks.reply.letter_filters import FAMILIES, environment
from tasks.reply.letter_templates import STYLE, Templates, is_within, read_templates
from tasks.reply.render_letter import render_letter, template_words
from tasks.reply.sample_letters import letter_kinds, sample_letter
from tasks.reply.template_check import faults_in, glyphs_missing
from tasks.reply.template_faults import Broken, Fault, lines_with
from tasks.settings import Settings

LANGUAGES = ("ja", "en")
_NOTES = frozenset({".md", ".txt"})
_NOTHING = re.compile(r"(?!)")
_FONT = re.compile(r"\bfont(?:-family)?\s*:", re.IGNORECASE)


def check_letters(
    policies: Iterable[Policy], own: Path | None, *, known: Collection[str] = (), changed_only: bool = False
) -> list[Fault]:
    """Every fault of the letters of these policies, each once.

    `own`: the folder of a company's templates; `known`: the codes of all its policies, by which a misspelt one is found;
    `changed_only`: only letters that a template of the company's has a part in.
    """
    policies = list(policies)
    found = [fault for policy in policies for fault in _of_policy(policy, own, changed_only=changed_only)]
    return list(dict.fromkeys([*_strays(policies, own, known), *found]))


def check_changed(settings: Settings) -> list[Fault]:
    """Every fault of a house's letters that the company's own templates have a part in.

    Of the policy that is followed, and of each other that has templates of its own; none where the house has none.
    """
    own = settings.letter_templates
    if own is None:
        return []
    names = list_policies(settings.policies)
    followed = load_policy(settings.policy, settings.policies)
    others = [name for name in names if (own / name).is_dir() and name != followed.code]
    policies = [followed, *(load_policy(name, settings.policies) for name in others)]
    return check_letters(policies, own, known={*names, followed.code}, changed_only=True)


def _of_policy(policy: Policy, own: Path | None, *, changed_only: bool) -> Iterator[Fault]:
    for language in policy.language.letters:
        templates = read_templates(language, own, policy.code)
        for kind in letter_kinds(policy):
            if templates.changed_for(kind) or not changed_only:
                yield from _of_letter(policy, kind, templates)


def _of_letter(policy: Policy, kind: LetterKind, templates: Templates) -> Iterator[Fault]:
    """What stands wrong in the templates' texts; where nothing does, what goes wrong when they are rendered."""
    people = sample_data.LONG if templates.changed_for(kind) else sample_data.PEOPLE
    letter = sample_letter(policy, kind, templates.language, people[templates.language])
    font = required_font_file(FAMILIES[templates.language][0])
    texts = (file for file in templates.used_for(kind) if file.name != STYLE)
    seen = [*faults_in(templates, kind, environment(templates), template_words(letter))]
    seen += [fault for file in texts for fault in glyphs_missing(file, font)]
    yield from seen or _rendered(letter, templates)


def _rendered(letter: Letter, templates: Templates) -> Iterator[Fault]:
    try:
        render_letter(letter, templates)
    except Broken as broken:
        yield from broken.faults
    except ForeignFont as foreign:
        yield from _about(foreign, letter, templates, _FONT)
    except KaijiError as wrong:
        yield from _about(wrong, letter, templates, _NOTHING)


def _about(wrong: KaijiError, letter: Letter, templates: Templates, pattern: re.Pattern[str]) -> Iterator[Fault]:
    """An error that names no line, at each line of a company's own that may have made it, or at the letter's template."""
    ours = {line for file in read_templates(templates.language).files for line in file.text.splitlines()}
    new = [
        (file, number) for file in templates.changed_for(letter.kind) for number, _ in lines_with(file, pattern, ours)
    ]
    places = [(file.shown, number) for file, number in new]
    whole = templates.file(f"{letter.kind}.html")
    for shown, line in places or [(whole.shown if whole else letter.kind, 1)]:
        yield Fault(shown, line, str(wrong))


def _strays(policies: Collection[Policy], own: Path | None, known: Collection[str]) -> Iterator[Fault]:
    """Files of a company's that no letter is made of: a misspelt name would leave ours in use without a word."""
    if own is None:
        return
    if not own.is_dir():
        yield Fault(str(own), 1, "is no folder; set KAIJI_LETTER_TEMPLATES to where your templates lie")
        return
    used = {file for policy in policies for file in _used(policy, own)}
    looked_into = {*(policy.code for policy in policies), *LANGUAGES, STYLE}
    for path in sorted(file for file in own.rglob("*") if file.is_file() and file.suffix not in _NOTES):
        shown = path.relative_to(own).as_posix()
        first = shown.split("/")[0]
        if first.startswith("."):  # of a version control
            continue
        if not is_within(path, own):
            yield Fault(shown, 1, "leads out of the folder; put the file itself here")
        elif shown not in used and (first in looked_into or (known and first not in known)):
            yield Fault(shown, 1, "is a file that no letter is made of; look at the names of its folder and of ours")


def _used(policy: Policy, own: Path) -> Iterator[str]:
    for language in LANGUAGES:
        for folder in ("", policy.code):
            templates = read_templates(language, own, folder)
            yield from (file.shown for kind in LetterKind for file in templates.changed_for(kind))
