"""What a letter's template may do: print the letter's fields, and nothing that reaches beyond them.

A template is a company's own text and may be changed by people who may not read files or cases. Jinja's sandbox keeps
them from Python's inner names; the methods of a model must go too, since `parse_raw` would unpickle and `parse_file` read.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateRuntimeError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel

from tasks.reply.letter_templates import Templates

_GLOBALS = ("range", "namespace")


class NotText(TemplateRuntimeError):
    """A template prints a list, a part of the letter, a yes or no, or what the letter has none of."""


class LetterSandbox(ImmutableSandboxedEnvironment):
    """Renders templates from texts that were read before; every name that is not known is an error."""

    def __init__(self, templates: Templates, finalize: Callable[[Any], Any] | None = None) -> None:
        texts = {file.name: (file.text, file.shown, lambda: True) for file in templates.files}
        super().__init__(
            loader=FunctionLoader(texts.get),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            cache_size=-1,
            finalize=partial(_text_only, finalize),
        )
        known: Mapping[str, Any] = self.globals
        self.globals = {name: known[name] for name in _GLOBALS}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Of a letter and its parts only the fields, and what is reckoned from them."""
        if isinstance(obj, BaseModel):
            return attr in type(obj).model_fields or isinstance(getattr(type(obj), attr, None), property)
        return super().is_safe_attribute(obj, attr, value)


def _text_only(finalize: Callable[[Any], Any] | None, value: Any) -> Any:
    """What is printed: a text, a number or a date; a letter never says None, True or how a program writes a list."""
    if isinstance(value, Undefined):
        return value  # says itself what it is
    if value is None or isinstance(value, bool | list | tuple | dict | BaseModel) or callable(value):
        raise NotText(type(value).__name__)
    return finalize(value) if finalize else value
