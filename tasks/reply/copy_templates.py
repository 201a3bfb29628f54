"""Copies our templates into a company's own folder, to be changed there; what lies there already is never written over."""

from collections.abc import Sequence
from pathlib import Path

from tasks.case.errors import KaijiError
from tasks.reply.letter_names import Name, letter_names
from tasks.reply.letter_templates import STYLE, TemplateFile, Templates, read_templates

_HEAD = (
    "Copied from kaiji, to be changed here; `kaiji letter check` tries it. Delete the file to have kaiji's own again."
)


def copy_templates(own: Path, policy: str, language: str, kind: str, parts: Sequence[str] = ()) -> list[Path]:
    """Our template of a kind of letter, or the parts named of it, written to `<own>/<policy>/<language>/`.

    KaijiError where there is no such part, or where a file lies there already.
    """
    ours = read_templates(language)
    folder = own / policy / language
    return [_copied(_found(ours, kind, part), folder) for part in parts or [f"{kind}.html"]]


def parts_of(language: str, kind: str) -> list[str]:
    """What a letter of this kind is made of besides its own template."""
    return [file.name for file in read_templates(language).used_for(kind) if file.name != f"{kind}.html"]


def _found(ours: Templates, kind: str, part: str) -> TemplateFile:
    used = {file.name: file for file in ours.used_for(kind)}
    if part not in used:
        raise KaijiError(f"A letter of kind {kind} has no part {part}; it is made of {', '.join(sorted(used))}.")
    return used[part]


def _copied(file: TemplateFile, folder: Path) -> Path:
    target = folder / file.name
    folder.mkdir(parents=True, exist_ok=True)
    head = f"/* {_HEAD} */\n" if file.name == STYLE else f"{{#\n{_HEAD}\n{_listed(letter_names())}\n#}}\n"
    try:
        with target.open("x", encoding="utf-8") as opened:
            opened.write(head + file.text)
    except FileExistsError:
        raise KaijiError(f"{target} is there already; change that one, or delete it first.") from None
    return target


def _listed(names: Sequence[Name]) -> str:
    width = max(len(name.written) for name in names)
    return "\n".join(f"  {name.written:<{width}}  {name.shape}; {name.says}".rstrip("; ") for name in names)
