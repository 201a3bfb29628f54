"""Tells of which shape the values are that a template prints, so that a wrong field is found without rendering it."""

import types
import typing
from collections.abc import Iterator, Mapping

from jinja2 import nodes
from pydantic import BaseModel

_KEEP_SHAPE = frozenset({"list", "sort", "reverse", "unique", "rejectattr", "selectattr", "reject", "select"})
_ONE_OF = frozenset({"first", "last"})


def members(shape: type) -> frozenset[str]:
    """The names that a template may ask of a letter or a part of it."""
    if issubclass(shape, BaseModel):
        reckoned = {name for name, each in vars(shape).items() if isinstance(each, property)}
        return frozenset({*shape.model_fields, *reckoned})
    return frozenset(name for name in dir(shape) if not name.startswith("_"))


def field_shape(shape: type, name: str) -> object:
    """The annotation of a field; None where it is not known."""
    if issubclass(shape, BaseModel):
        return shape.model_fields[name].annotation if name in shape.model_fields else None
    return typing.get_type_hints(shape).get(name) if hasattr(shape, "_fields") else None


def shapes_in(tree: nodes.Template, words: Mapping[str, object]) -> Iterator[tuple[nodes.Getattr, type]]:
    """Each field that is asked of a letter or a part of it, with the shape that it is asked of."""
    known: dict[str, object] = {name: type(value) for name, value in words.items() if _has_parts(type(value))}
    known |= _looped(tree, known)
    for field in tree.find_all(nodes.Getattr):
        shape = _shape(field.node, known)
        if isinstance(shape, type) and _has_parts(shape):
            yield field, shape


def _looped(tree: nodes.Template, known: dict[str, object]) -> dict[str, object]:
    """The names of loops over a letter's parts; a name that stands for two shapes is not known."""
    found: dict[str, object] = {}
    for loop in tree.find_all(nodes.For):
        if isinstance(loop.target, nodes.Name):
            name, shape = loop.target.name, _element(_shape(loop.iter, known | found))
            found[name] = shape if found.get(name, shape) is shape else None
    named_otherwise = {each.name for each in tree.find_all(nodes.Name) if each.ctx == "param"}
    return {name: shape for name, shape in found.items() if name not in named_otherwise}


def _shape(node: nodes.Node, known: Mapping[str, object]) -> object:
    if isinstance(node, nodes.Name):
        return known.get(node.name)
    if isinstance(node, nodes.Getattr):
        of = _shape(node.node, known)
        return _plain(field_shape(of, node.attr)) if isinstance(of, type) and _has_parts(of) else None
    if isinstance(node, nodes.Getitem):
        return _element(_shape(node.node, known)) if isinstance(node.arg, nodes.Const) else _shape(node.node, known)
    if isinstance(node, nodes.Filter) and node.node is not None:
        inner = _shape(node.node, known)
        return inner if node.name in _KEEP_SHAPE else _element(inner) if node.name in _ONE_OF else None
    return None


def _plain(annotation: object) -> object:
    """An annotation without the None that it may be, and without what is said of it."""
    if typing.get_origin(annotation) is typing.Annotated:
        return _plain(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        told = [each for each in typing.get_args(annotation) if each is not type(None)]
        return _plain(told[0]) if len(told) == 1 else None
    return annotation


def _element(shape: object) -> object:
    """What a tuple of like things holds."""
    arguments = typing.get_args(shape)
    is_run = typing.get_origin(shape) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis
    return _plain(arguments[0]) if is_run else None


def _has_parts(shape: type) -> bool:
    return issubclass(shape, BaseModel) or (issubclass(shape, tuple) and hasattr(shape, "_fields"))
