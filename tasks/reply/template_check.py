"""Reads templates without rendering them, and says everything that is wrong in them at once, each with its line."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes

from tasks.engines.fonts import covers
from tasks.reply.letter_templates import STYLE, TemplateFile, Templates
from tasks.reply.sandbox import LetterSandbox
from tasks.reply.template_faults import Fault, fault_of
from tasks.reply.template_shapes import members, shapes_in

_OF_JINJA = frozenset({"self", "super", "loop", "caller", "varargs", "kwargs"})
_ASKS_FIRST = frozenset({"default", "d", "defined", "undefined"})
# Comments are not printed; what stands in an expression finds a font that has it when it is printed.
_NOT_PRINTED = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<style.*?</style>", re.DOTALL)
_PRINTED = re.compile(r"[^\x00-\x7f]")


def faults_in(templates: Templates, kind: str, sandbox: LetterSandbox, words: Mapping[str, object]) -> list[Fault]:
    """Every fault of the templates of one kind of letter that can be seen in their text; `words`: what they are given."""
    used = [file for file in templates.used_for(kind) if file.name != STYLE]
    trees: dict[TemplateFile, nodes.Template] = {}
    found: list[Fault] = []
    for file in used:
        try:
            trees[file] = sandbox.parse(file.text, file.name, file.shown)
        except TemplateSyntaxError as wrong:
            found.append(fault_of(wrong, templates, kind))
    given = {*words, *sandbox.globals, *_OF_JINJA, *_set_anywhere(trees.values())}
    for file, tree in trees.items():
        found += _unknown_names(file, tree, given)
        found += _unknown_words(file, tree, sandbox)
        found += _unknown_fields(file, tree, words)
        found += _missing(file, tree, templates)
    return found


def glyphs_missing(file: TemplateFile, font: Path) -> Iterator[Fault]:
    """The characters of a template that the letters' font does not have."""
    blanked = _NOT_PRINTED.sub(lambda part: "\n" * part[0].count("\n"), file.text)
    for number, line in enumerate(blanked.splitlines(), 1):
        missing = dict.fromkeys(char for char in _PRINTED.findall(line) if not covers(font, char))
        if missing:
            codes = ", ".join(f"U+{ord(char):04X}" for char in missing)
            yield Fault(file.shown, number, f"has a character that the letters' font cannot print ({codes})")


def _set_anywhere(trees: Iterable[nodes.Template]) -> Iterator[str]:
    """Names that templates set themselves: what one sets, another that it includes may use."""
    for tree in trees:
        for name in tree.find_all(nodes.Name):
            if name.ctx in ("store", "param"):
                yield name.name
        yield from (macro.name for macro in tree.find_all(nodes.Macro))
        yield from (each.target for each in tree.find_all(nodes.Import))


def _unknown_names(file: TemplateFile, tree: nodes.Template, given: set[str]) -> Iterator[Fault]:
    asked_first = {id(name) for each in tree.find_all((nodes.Filter, nodes.Test)) for name in _may_lack(each)}
    for name in tree.find_all(nodes.Name):
        if name.name not in given and name.ctx == "load" and id(name) not in asked_first:
            yield Fault(file.shown, name.lineno, f"uses {name.name}, which no letter has{_meant(name.name, given)}")


def _may_lack(word: nodes.Expr) -> Iterator[nodes.Name]:
    """The name of which a template asks whether there is one, or says what stands instead."""
    if isinstance(word, nodes.Filter | nodes.Test) and word.name in _ASKS_FIRST and isinstance(word.node, nodes.Name):
        yield word.node


def _unknown_words(file: TemplateFile, tree: nodes.Template, sandbox: LetterSandbox) -> Iterator[Fault]:
    """Filters and tests that there are none of."""
    for kind, said, known in ((nodes.Filter, "filter", sandbox.filters), (nodes.Test, "test", sandbox.tests)):
        for each in tree.find_all(kind):
            if each.name not in known:
                yield Fault(file.shown, each.lineno, f"uses the {said} {each.name}, which there is none of")


def _unknown_fields(file: TemplateFile, tree: nodes.Template, words: Mapping[str, object]) -> Iterator[Fault]:
    """Fields that a letter, or a part of it, does not have; what may not be reached at all."""
    for field in tree.find_all(nodes.Getattr):
        if field.attr.startswith("_"):
            yield Fault(file.shown, field.lineno, f"reaches for {field.attr}, which a template may not")
    for field, shape in shapes_in(tree, words):
        known = members(shape)
        if field.attr not in known and not field.attr.startswith("_"):
            told = f"uses {field.attr}, which {shape.__name__} does not have{_meant(field.attr, known)}"
            yield Fault(file.shown, field.lineno, told)


def _missing(file: TemplateFile, tree: nodes.Template, templates: Templates) -> Iterator[Fault]:
    """Templates that are included or extended and not there."""
    for each in tree.find_all((nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)):
        named = getattr(each, "template", None)
        if isinstance(named, nodes.Const) and templates.file(str(named.value)) is None:
            yield Fault(file.shown, each.lineno, f"includes {named.value}, which is not there")


def _meant(name: str, known: set[str] | frozenset[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), 1)
    return f"; did you mean {near[0]}?" if near else ""
