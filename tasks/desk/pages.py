"""The desk's templates in the reader's language.

A page's sentences stand in the templates in English and in the `.po` files beside them in Japanese; what codes are called
(steps, kinds, checks …) comes from the tables of `tasks.case` by `said`.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.pofile import read_po
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tasks.case.bilingual import named
from tasks.case.business_days import days_left
from tasks.case.fee_words import PLACES
from tasks.case.field_words import FIELDS
from tasks.case.held import HELD_VERDICTS
from tasks.case.paper_words import PAGES
from tasks.case.question_words import FORMS, KINDS, OPTIONS
from tasks.case.review_words import DUTIES, LETTERS, ROLES, STAGES, VERDICTS, WAITERS
from tasks.policy.wording import LANGUAGES
from tasks.wiring import House

if TYPE_CHECKING:
    from tasks.desk.signed_in import SignedIn

TABLES: dict[str, Any] = {
    "DUTIES": DUTIES,
    "FIELDS": FIELDS,
    "HELD_VERDICTS": HELD_VERDICTS,
    "KINDS": KINDS,
    "LANGUAGES": LANGUAGES,
    "LETTERS": LETTERS,
    "OPTIONS": OPTIONS,
    "PAGES": PAGES,
    "PLACES": PLACES,
    "ROLES": ROLES,
    "STAGES": STAGES,
    "STEPS": FORMS,
    "VERDICTS": VERDICTS,
    "WAITERS": WAITERS,
}
TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "desk"


def show(house: House, request: Request, template: str, status: int = 200, **facts: Any) -> HTMLResponse:
    """A page in the language of who is signed in, or of the house before anybody is."""
    person: SignedIn | None = getattr(request.state, "signed_in", None)
    language = person.language if person else house.settings.language
    shared = {
        "me": person,
        "language": language,
        "today": house.today(),
        "prefect_url": house.settings.prefect_url,
        "moved": house.settings.clock_offset_seconds != 0,
        "now": house.now(),
        "here": request.url.path,
    }
    return HTMLResponse(environment(language).get_template(template).render(shared | facts), status_code=status)


@cache
def environment(language: str) -> Environment:
    """The templates of one language; a name that is not given is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        auto_reload=False,  # else each part of a page asks the disk whether it changed
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = translations(language)
    made.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        lambda text: words.get(text, text), lambda one, many, n: words.get(one, one if n == 1 else many), newstyle=True
    )
    made.globals |= TABLES | {"days_left": days_left}
    made.globals |= {"said": lambda names, code: named(names, code).in_(language)}
    made.filters["said"] = lambda words: words.in_(language)
    return made


@cache
def translations(language: str) -> Mapping[str, str]:
    """What stands in the `.po` files of a language, by its English; nothing for English itself."""
    found: dict[str, str] = {}
    for file in sorted((TEMPLATES / language).glob("*.po")):
        with file.open("rb") as content:
            catalog = read_po(content, locale=language)
        found |= {str(each.id): str(each.string) for each in catalog if each.id and each.string}
    return found
