"""The commands `kaiji letter …`: see every letter with made-up data, change its template, and have the change checked."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from tasks.case.errors import KaijiError
from tasks.case.letters import LetterKind
from tasks.case.review_words import LETTERS
from tasks.policy import Policy, list_policies, load_policy
from tasks.settings import load_settings

app = typer.Typer(help="See, change and check the letters that are written to requesters.", no_args_is_help=True)
_console = Console(width=None if sys.stdout.isatty() else 160)
PolicyName = Annotated[str, typer.Option("--policy", help="Name of a policy, or a policy file.")]
Kind = Annotated[LetterKind | None, typer.Option("--kind", help="Which letter; `kaiji letter list` names them.")]
Language = Annotated[Literal["ja", "en"], typer.Option("--language", help="ja or en.")]


@app.command("list")
def list_letters(
    policy: Annotated[
        str | None, typer.Option(help="Only the letters of this policy, each with its templates.")
    ] = None,
) -> None:
    """Show every kind of letter; with a policy also the digest of its templates, as the record of a letter has it."""
    if policy is None:
        table = Table("kind", "in English", "in Japanese")
        for kind in LetterKind:
            table.add_row(kind.value, *LETTERS[kind])
        _console.print(table)
        return
    _console.print(_templates_in_use(load_policy(policy, load_settings().policies)))


def _templates_in_use(policy: Policy) -> Table:
    from tasks.reply.letter_templates import read_templates
    from tasks.reply.sample_letters import letter_kinds

    table = Table("kind", "language", "digest of its templates (SHA-256)", "the company's own among them")
    for language in policy.language.letters:
        templates = read_templates(language, load_settings().letter_templates, policy.code)
        for kind in letter_kinds(policy):
            own = ", ".join(file.shown for file in templates.changed_for(kind))
            table.add_row(kind.value, language, templates.digest(kind), own)
    return table


@app.command()
def preview(
    policy: PolicyName,
    kind: Kind = None,
    language: Language = "ja",
    out: Annotated[Path | None, typer.Option(help="A .pdf or .png file, or a folder for both; default: here.")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every kind in every language of the policy.")] = False,
) -> None:
    """Write a letter with made-up data, marked 見本 on every page, as PDF and as PNG of all pages."""
    from tasks.reply.sample_letters import letter_kinds

    chosen = load_policy(policy, load_settings().policies)
    if every == (kind is not None):
        raise typer.BadParameter("name one kind, or say --all", param_hint="--kind")
    wanted = [(each, said) for said in chosen.language.letters for each in letter_kinds(chosen)]
    for each, said in wanted if kind is None else [(kind, language)]:
        for file in _write_sample(chosen, each, said, out, single=kind is not None):
            _console.print(str(file), markup=False, highlight=False, soft_wrap=True)


def _write_sample(policy: Policy, kind: LetterKind, language: str, out: Path | None, *, single: bool) -> list[Path]:
    from tasks.reply.letter_templates import read_templates
    from tasks.reply.sample_letters import sample_pdf
    from tasks.reply.sample_stamp import picture_of
    from tasks.reply.template_faults import Broken

    try:
        pdf = sample_pdf(policy, kind, read_templates(language, load_settings().letter_templates, policy.code))
    except Broken as broken:
        raise KaijiError("\n".join(fault.in_full for fault in broken.faults)) from None
    files = _files(out, f"{policy.code}-{kind.value}-{language}", single=single)
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".pdf":
            file.write_bytes(pdf)
        else:
            picture_of(pdf).save(file)
    return files


def _files(out: Path | None, name: str, *, single: bool) -> list[Path]:
    """The one file that was named, or both in the folder that was."""
    if out is not None and out.suffix in (".pdf", ".png"):
        if not single:
            raise typer.BadParameter("with --all name a folder", param_hint="--out")
        return [out]
    return [(out or Path()) / f"{name}{ending}" for ending in (".pdf", ".png")]


@app.command()
def check(
    policy: Annotated[str | None, typer.Option(help="Only the letters of this policy; default: of every one.")] = None,
) -> None:
    """Try every letter with made-up data, and say everything wrong in its templates with file and line; exit 1 if any is."""
    from tasks.reply.check_letters import check_letters

    settings = load_settings()
    names = list_policies(settings.policies)
    policies = [load_policy(name, settings.policies) for name in ([policy] if policy else names)]
    faults = check_letters(policies, settings.letter_templates, known=[each.partition("@")[0] for each in names])
    for fault in faults:
        _console.print(fault.in_full, markup=False, highlight=False, soft_wrap=True)
    _console.print(f"{len(faults)} to mend" if faults else "every letter is in order", highlight=False)
    sys.exit(1 if faults else 0)


@app.command()
def copy(
    policy: PolicyName,
    kind: Annotated[LetterKind, typer.Option("--kind", help="Which letter.")],
    language: Language = "ja",
    part: Annotated[
        list[str] | None, typer.Option(help="A part of it instead, such as _contact.html; say it once for each.")
    ] = None,
) -> None:
    """Copy kaiji's template into your own folder (KAIJI_LETTER_TEMPLATES), to be changed there."""
    from tasks.reply.copy_templates import copy_templates, parts_of

    settings = load_settings()
    if settings.letter_templates is None:
        raise KaijiError("Set KAIJI_LETTER_TEMPLATES to a folder of your own first; templates are copied there.")
    code = load_policy(policy, settings.policies).code
    for file in copy_templates(settings.letter_templates, code, language, kind.value, part or ()):
        _console.print(str(file), markup=False, highlight=False, soft_wrap=True)
    _told_parts(parts_of(language, kind.value))


def tell_changed(policy: Policy) -> int:
    """Says what is wrong in the company's own templates of a policy's letters, and how many faults there are."""
    settings = load_settings()
    if settings.letter_templates is None:
        return 0
    from tasks.reply.check_letters import check_letters

    faults = check_letters([policy], settings.letter_templates, changed_only=True)
    for fault in faults:
        _console.print(f"  mend: {fault.in_full}", markup=False, highlight=False, soft_wrap=True)
    return len(faults)


def _told_parts(parts: Sequence[str]) -> None:
    _console.print(f"Its parts, to be copied with --part: {', '.join(parts)}", markup=False, highlight=False)


@app.command()
def names() -> None:
    """Show every name that a template may use, and what it tells."""
    from tasks.reply.letter_names import letter_names

    table = Table("name", "is", "tells")
    for name in letter_names():
        table.add_row(*name)
    _console.print(table)
