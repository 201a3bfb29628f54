"""What a letter's template may do: print the letter's fields, and nothing that reaches beyond them.

A template is a company's own text and may be changed by people who may not read files or cases. Jinja's sandbox keeps
them from Python's inner names; the methods of a model must go too, since `parse_raw` would unpickle and `parse_file` read.
"""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel

from tasks.reply.letter_templates import Templates

_GLOBALS = ("range", "namespace")


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
            finalize=finalize,
        )
        known: Mapping[str, Any] = self.globals
        self.globals = {name: known[name] for name in _GLOBALS}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Of a letter and its parts only the fields, and what is reckoned from them."""
        if isinstance(obj, BaseModel):
            return attr in type(obj).model_fields or isinstance(getattr(type(obj), attr, None), property)
        return super().is_safe_attribute(obj, attr, value)
