"""Asks a company's web service for records: one GET that answers in JSON, over TLS or on this machine, within limits."""

import json
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import httpx

from tasks.case.held import Failure, SourceFailed

_MOST_BYTES = 8 * 1024 * 1024
_PLACE = re.compile(r"\{(\w+)\}")
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def read_http(
    address: str, path: str, given: Mapping[str, object], columns: Sequence[str], seconds: int, most: int
) -> list[dict[str, str]]:
    """The records of the answer, each with the text of these columns; SourceFailed where it could not be asked.

    `address`: `https://service.example/base`; the password of `https://bearer:TOKEN@service.example/base` goes along as a
    bearer token. `path`, which begins with / or ?: what follows it, with `{birth_date}` and the like, each put in as one piece; a part of the query
    whose value is not known is left out. The answer is a list of objects, or an object that has one.
    """
    url, token = _parted(address)
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"} | (
        {"Authorization": f"Bearer {token}"} if token else {}
    )
    records = _records(_get(url + _filled(path, given), headers, seconds))
    if len(records) > most:
        raise SourceFailed(Failure.TOO_MANY)
    if any(set(columns) - set(record) for record in records):
        raise SourceFailed(Failure.MISSING_COLUMN)
    return [{name: _text(record[name]) for name in columns} for record in records]


def _parted(address: str) -> tuple[str, str]:
    """The address without what is secret in it, and the token."""
    try:
        parts = urlsplit(address)
    except ValueError:  # its words repeat the address, and so the token
        raise SourceFailed(Failure.NOT_ALLOWED) from None
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise SourceFailed(Failure.NOT_ALLOWED)
    bare = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, bare, parts.path.rstrip("/"), "", "")), parts.password or ""


def _filled(path: str, given: Mapping[str, object]) -> str:
    if path and path[0] not in "/?":  # it would go on with the host's name, and take the token elsewhere
        raise SourceFailed(Failure.NOT_ALLOWED)
    before, _, query = path.partition("?")
    if any(str(given.get(name) or ".").strip(".") == "" for name in _PLACE.findall(before)):
        raise SourceFailed(Failure.NOT_UNDERSTOOD)  # nothing, or the way to another path
    asked = [part for part in query.split("&") if part and all(given.get(name) for name in _PLACE.findall(part))]
    whole = before + ("?" + "&".join(asked) if asked else "")
    return _PLACE.sub(lambda place: quote(str(given.get(place[1]) or ""), safe=""), whole)


def _get(url: str, headers: Mapping[str, str], seconds: int) -> Any:
    until, body = time.monotonic() + seconds, bytearray()
    try:
        with (
            httpx.Client(timeout=seconds, follow_redirects=False, trust_env=False) as client,
            client.stream("GET", url, headers=dict(headers)) as answer,
        ):
            if not answer.is_success:
                denied = answer.status_code in (401, 403)
                raise SourceFailed(Failure.NOT_ALLOWED if denied else Failure.NOT_UNDERSTOOD)
            for piece in answer.iter_raw():  # packed, it would be larger than it looks, and is no JSON
                body += piece
                if len(body) > _MOST_BYTES:
                    raise SourceFailed(Failure.TOO_MANY)
                if time.monotonic() > until:
                    raise SourceFailed(Failure.TIMEOUT)
        return json.loads(body)
    except httpx.TimeoutException:
        raise SourceFailed(Failure.TIMEOUT) from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise SourceFailed(Failure.UNREACHABLE) from None
    except (ValueError, RecursionError):
        raise SourceFailed(Failure.NOT_UNDERSTOOD) from None


def _records(answer: Any) -> list[dict[str, Any]]:
    lists = [each for each in answer.values() if isinstance(each, list)] if isinstance(answer, dict) else [answer]
    if len(lists) != 1 or not isinstance(lists[0], list) or not all(isinstance(each, dict) for each in lists[0]):
        raise SourceFailed(Failure.NOT_UNDERSTOOD)
    return lists[0]


def _text(value: object) -> str:
    if isinstance(value, dict | list):
        raise SourceFailed(Failure.NOT_UNDERSTOOD)
    return "" if value is None else str(value).strip()
