"""Looks at this machine the way kaiji will use it, and says how to mend what is missing."""

import platform
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from tasks.case.errors import KaijiError
from tasks.engines.fonts import LETTER_FONTS, font_file, package_of
from tasks.engines.postgres import LocalPostgres
from tasks.policy import load_policy
from tasks.reply.check_letters import check_changed
from tasks.settings import Settings
from tasks.store.database import Database

_ENOUGH_BYTES = 2 * 1024**3


class Examined(NamedTuple):
    """One thing that was looked at; an optional one may be missing."""

    what: str
    fine: bool
    mend: str = ""
    optional: bool = False


def examine(settings: Settings) -> Iterator[Examined]:
    """Everything, one after another; nothing is changed."""
    version = platform.python_version_tuple()
    yield Examined(
        f"Python {platform.python_version()}", (int(version[0]), int(version[1])) >= (3, 11), "Python 3.11 or newer"
    )
    yield from _tesseract()
    for name in sorted(LETTER_FONTS):
        yield Examined(f"font {name}", font_file(name) is not None, f"apt-get install {package_of(name)}")
    yield _module("weasyprint", "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")
    yield _module("rapidocr", "make setup")
    yield Examined(
        "Chromium (tests only)", shutil.which("chromium") is not None, "apt-get install chromium", optional=True
    )
    yield _policy(settings)
    if settings.letter_templates is not None:
        yield letter_templates(settings)
    yield from _database(settings)
    free = shutil.disk_usage(settings.root if settings.root.exists() else settings.root.parent).free
    yield Examined(f"disk, {free // 1024**3} GB free", free > _ENOUGH_BYTES, "free at least 2 GB where KAIJI_HOME lies")
    yield metrics(settings)
    fine = settings.clock_offset_seconds == 0
    yield Examined("clock", fine, "unset KAIJI_CLOCK_OFFSET_SECONDS: the clock is moved", optional=True)


def shown_settings(settings: Settings) -> dict[str, str]:
    """Every setting by name; of a database address the password is left out, of others all but their kind or code."""
    kinds = [f"{address.partition('://')[0]}://…" for address in settings.remind]
    shown = settings.model_dump() | {"remind": kinds, "sources": [code for code, _ in settings.sources]}
    return {f"KAIJI_{name.upper()}": _without_password(str(value)) for name, value in shown.items()}


def _without_password(value: str) -> str:
    password = urlsplit(value).password if "://" in value else None
    return value.replace(f":{password}@", ":…@") if password else value


def _tesseract() -> Iterator[Examined]:
    there = shutil.which("tesseract") is not None
    yield Examined("Tesseract", there, "apt-get install tesseract-ocr")
    listed = (
        subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False) if there else None
    )
    for language in ("jpn", "osd"):
        found = listed is not None and language in listed.stdout.split()
        yield Examined(f"Tesseract {language}", found, f"apt-get install tesseract-ocr-{language}")


def _module(name: str, mend: str) -> Examined:
    if find_spec(name) is None:
        return Examined(name, fine=False, mend="make setup")
    try:
        __import__(name)
    except OSError:  # a shared library of the operating system is missing
        return Examined(name, fine=False, mend=mend)
    return Examined(name, fine=True)


def _policy(settings: Settings) -> Examined:
    try:
        policy = load_policy(settings.policy, settings.policies)
    except KaijiError as mistake:
        return Examined("policy", fine=False, mend=str(mistake))
    unset = [each.code for each in policy.source if not each.by_hand and settings.source_address(each.code) is None]
    if unset:
        mend = f"set the address of {', '.join(unset)} in KAIJI_SOURCES"
        return Examined(f"policy {policy.code} {policy.version}, sources", fine=False, mend=mend, optional=True)
    return Examined(f"policy {policy.code} {policy.version}", fine=True)


def metrics(settings: Settings) -> Examined:
    """Whether Prometheus can read the figures."""
    mend = f"set KAIJI_METRICS_TOKEN (such as `openssl rand -hex 32` makes) to have {settings.desk_url}/metrics"
    return Examined("metrics", fine=bool(settings.metrics_token.get_secret_value()), mend=mend, optional=True)


def letter_templates(settings: Settings) -> Examined:
    """Whether the company's own letter templates are in order for the policy that is followed."""
    try:
        faults = check_changed(settings)
    except KaijiError as mistake:
        return Examined("letter templates", fine=False, mend=str(mistake))
    mend = f"{faults[0]}; kaiji letter check tells all {len(faults)}" if faults else ""
    return Examined("letter templates", fine=not faults, mend=mend)


def _database(settings: Settings) -> Iterator[Examined]:
    if settings.database_url is None:
        try:
            local = LocalPostgres(settings.postgres_folder, settings.postgres)
        except KaijiError as mistake:
            yield Examined("PostgreSQL", fine=False, mend=str(mistake))
            return
        yield Examined(f"PostgreSQL ({settings.postgres})", fine=True)
        if not local.is_running():
            yield Examined("house", fine=False, mend="not running; kaiji up", optional=True)
            return
    try:
        with Database(settings.case_database).engine.connect() as connection:
            connection.execute(text("SELECT 1 FROM event LIMIT 1"))
    except SQLAlchemyError as wrong:
        yield Examined(
            "database of cases", fine=False, mend=f"{type(wrong).__name__}: check KAIJI_DATABASE_URL, then kaiji up"
        )
    else:
        yield Examined("database of cases", fine=True)
