"""Finds what is wrong with the declared sources of held data: above all, a query that would do more than read."""

import logging
import re
from collections.abc import Iterator
from functools import lru_cache

import sqlglot
from sqlalchemy import text
from sqlglot import exp

from tasks.case.held import SearchKey
from tasks.case.name_forms import parameter_names
from tasks.policy.contradictions import Contradiction, Raw, tables, words

_DIALECTS = (None, "postgres", "mysql", "sqlite", "tsql", "oracle")
_CHANGES = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Drop, exp.Into, exp.Lock, exp.Command)
_FINDS = (SearchKey.NAME, SearchKey.EMAIL, SearchKey.CUSTOMER_NUMBER)
# What reads or writes beyond the tables, or changes something though it stands in a SELECT, in any dialect.
_REACHES = re.compile(
    r"(pg_(read|ls|stat)_\w*(file|dir)\w*|lo_\w+|dblink\w*|set_config|nextval|setval|pg_(terminate|cancel)_backend|pg_sleep\w*"
    r"|pg_(try_)?advisory\w*|query_to_xml\w*|load_(file|extension)|readfile|writefile|sleep|benchmark|get_lock"
    r"|open(rowset|query|datasource)|xp_\w+|utl_\w+|dbms_\w+|httpuritype)",
    re.IGNORECASE,
)
_RUN_COMMENT = re.compile(r"/\*M?!")  # MySQL carries out what stands in it
_PLACE = re.compile(r"\{(\w*)\}")
_CAST = re.compile(r"(?<![:\w]):(\w+)::")
_QUERY_OF = {"sql": "query", "http": "path"}
logging.getLogger("sqlglot").setLevel(logging.ERROR)  # it warns of what is found here anyway


def source_mistakes(raw: Raw) -> Iterator[Contradiction]:
    """The mistakes in the sources of a policy's table as written."""
    for index, source in enumerate(tables(raw, "source")):
        path, kind = ("source", str(index)), source.get("kind")
        yield from _query(path, source, str(kind))
        if kind != "by_hand":
            yield from _keys(path, source)
        yield from _twice(path, source)


def _query(path: tuple[str, ...], source: Raw, kind: str) -> Iterator[Contradiction]:
    wanted = _QUERY_OF.get(kind)
    for key in ("query", "path"):
        if source.get(key) is not None and key != wanted:
            yield Contradiction((*path, key), f"a source of kind {kind} has no {key}", "take it out")
    said = source.get(wanted) if wanted else None
    if wanted and not isinstance(said, str):
        yield Contradiction((*path, "kind"), f"a source of kind {kind} needs a {wanted}", f"add {wanted}")
    elif isinstance(said, str):
        if kind == "sql" and not is_one_select(said):
            cure = "write one SELECT that changes, locks and makes nothing"
            yield Contradiction((*path, "query"), "the query is not one single SELECT", cure)
        for name in _CAST.findall(said) if kind == "sql" else ():
            yield Contradiction((*path, "query"), f":{name}:: binds nothing", f"write CAST(:{name} AS …)")
        if kind == "http" and said[0] not in "/?":
            cure = f"write /{said}"
            yield Contradiction((*path, "path"), "the path would change the host that is asked", cure)
        asked = _bound(said) if kind == "sql" else _PLACE.findall(said)
        yield from _unknown(path, wanted or "", asked, words(source.get("keys")))


@lru_cache(maxsize=256)
def is_one_select(query: str) -> bool:
    """Whether a text is one SELECT (or a union of them) that changes nothing and reaches no file, however it is understood.

    Some dialect of SQL must understand it so, and none otherwise: what is a text to one may be a statement to another.
    """
    told = {_reads(query, dialect) for dialect in _DIALECTS}
    return True in told and False not in told and not _RUN_COMMENT.search(query)


def _reads(query: str, dialect: str | None) -> bool | None:
    """None where the dialect does not understand it at all."""
    try:
        statements = sqlglot.parse(query, dialect=dialect)
    except sqlglot.errors.SqlglotError:
        return None
    only = statements[0] if len(statements) == 1 else None
    return isinstance(only, exp.Query) and not any(_does_more(part) for part in only.walk())


def _does_more(part: exp.Expr) -> bool:
    called = part.name if isinstance(part, exp.Anonymous) else part.sql_name() if isinstance(part, exp.Func) else ""
    return isinstance(part, _CHANGES) or bool(_REACHES.fullmatch(called))


def _bound(query: str) -> list[str]:
    """The `:parameters` as they will be bound; a colon within a text counts too, unless a backslash stands before it."""
    return list(text(query).compile().params)


def _unknown(path: tuple[str, ...], key: str, asked: list[str], keys: list[str]) -> Iterator[Contradiction]:
    known = [name for each in keys if each in set(SearchKey) for name in parameter_names(each)]
    for name in asked:
        if name not in known:
            says = f'"{name}" is not among what this source is searched by'
            listed = ", ".join(known) or "none"
            yield Contradiction((*path, key), says, f"name its key in keys, or ask for one of: {listed}")


def _keys(path: tuple[str, ...], source: Raw) -> Iterator[Contradiction]:
    """What is found is compared with the person, so a column must hold each key."""
    held = [column.get("key") for column in tables(source, "column")]
    if not set(held) & set(_FINDS):
        says = "no column holds a key that tells whose a record is"
        yield Contradiction((*path, "column"), says, f"give one of the columns key = {' or '.join(_FINDS)}")
    for key in words(source.get("keys")):
        if key in set(SearchKey) and key not in held:
            yield Contradiction(
                (*path, "keys"), f"it is searched by {key}, and no column holds that", f'give a column key = "{key}"'
            )


def _twice(path: tuple[str, ...], source: Raw) -> Iterator[Contradiction]:
    """A name, a label and a key stand for one column of a source only."""
    for name in ("name", "label_ja", "label_en", "key"):
        seen: set[str] = set()
        for index, column in enumerate(tables(source, "column")):
            value = column.get(name)
            if isinstance(value, str) and value in seen:
                at = (*path, "column", str(index), name)
                yield Contradiction(at, f"{name} {value} is given to two columns", "give each its own")
            seen |= {value} if isinstance(value, str) else set()
