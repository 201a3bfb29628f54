"""Writes all papers of a policy: its request forms, agent supplement, power of attorney, return slip and separator sheet."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tasks.case.codes_text import (
    AGENT_SUPPLEMENT,
    GENERAL_REQUEST,
    LAYOUT_VERSION,
    POWER_OF_ATTORNEY,
    RESERVED,
    RETURN_SLIP,
    FormCode,
    FormLanguage,
    write_form_code,
)
from tasks.case.errors import CodeUnknown, LanguageUnknown
from tasks.case.words import RequestKind
from tasks.forms.boxes import CODE, PAGE, TAGS, FormBox, Rect
from tasks.forms.render import PrintedForm, print_form, print_separator
from tasks.forms.wording import Words
from tasks.packet_files import write_whole
from tasks.policy import Policy
from tasks.policy.terms import stated

_TITLES = {
    GENERAL_REQUEST: Words("個人情報の開示等の請求書", "Request concerning personal information"),
    AGENT_SUPPLEMENT: Words("代理人用紙", "Agent's form"),
    POWER_OF_ATTORNEY: Words("委任状", "Power of attorney"),
    RETURN_SLIP: Words("追加書類の送付票", "Return slip for papers sent later"),
}
Named = tuple[str, Words, tuple[RequestKind, ...]]


def write_forms(policy: Policy, folder: Path, languages: tuple[FormLanguage, ...]) -> Iterator[Path]:
    """Writes `<form>-<language>.pdf` and `.json` for each form and language, and `separator.pdf`; yields each file."""
    for language in languages:
        for name, title, kinds in forms_of(policy):
            code = FormCode(LAYOUT_VERSION, policy.code, name, language, kinds, 1)
            printed = print_form(policy, code, title)
            stem = f"{name}-{language.value}"
            yield _written(folder / f"{stem}.pdf", printed.pdf)
            yield _written(folder / f"{stem}.json", _json(geometry(printed)))
    yield _written(folder / "separator.pdf", print_separator())


def write_slips(policy: Policy, folder: Path, languages: tuple[FormLanguage, ...], case: str) -> Iterator[Path]:
    """Writes a return slip that bears a case's number in each language; CodeUnknown for what is no case number."""
    for language in languages:
        yield _written(folder / f"return_slip-{case}-{language.value}.pdf", return_slip(policy, language, case, 1))


def languages_of(word: str) -> tuple[FormLanguage, ...]:
    """The languages a person asks for: `ja`, `bilingual` or `both`; LanguageUnknown for any other word."""
    if word == "both":
        return tuple(FormLanguage)
    if word not in set(FormLanguage):
        raise LanguageUnknown(f"There are no forms in {word!r}; say ja, bilingual or both.")
    return (FormLanguage(word),)


def forms_of(policy: Policy) -> list[Named]:
    """Every form of a policy: code, title and kinds. Without forms of its own one general form serves all its kinds.

    Where the policy allows no agents there are no papers for them; where it is silent there are, and they say to ask.
    """
    own = [(form.code, Words(form.title_ja, form.title_en), tuple(form.kinds)) for form in stated(policy.forms) or ()]
    if taken := [code for code, _, _ in own if code in RESERVED]:
        raise CodeUnknown(
            f"A request form may not be called {', '.join(taken)}; these are names of kaiji's own papers."
        )
    kinds = tuple(policy.requests.kinds)
    forms: list[Named] = own or [(GENERAL_REQUEST, _TITLES[GENERAL_REQUEST], kinds)]
    if policy.agent.allowed is not False:
        forms.append((AGENT_SUPPLEMENT, _TITLES[AGENT_SUPPLEMENT], ()))
        forms.append((POWER_OF_ATTORNEY, _TITLES[POWER_OF_ATTORNEY], kinds))
    return [*forms, (RETURN_SLIP, _TITLES[RETURN_SLIP], ())]


def return_slip(policy: Policy, language: FormLanguage, case: str, asked: int) -> bytes:
    """The return slip that goes with a letter, as PDF: it bears the case's number and which round of asking it answers."""
    code = FormCode(LAYOUT_VERSION, policy.code, RETURN_SLIP, language, (), 1)
    return print_form(policy, code, _TITLES[RETURN_SLIP], (case, asked)).pdf


def geometry(printed: PrintedForm) -> dict[str, Any]:
    """Where everything lies on a printed form, in millimetres from each page's top left."""
    return {
        "layout_version": printed.code.version,
        "policy": printed.code.policy,
        "form": printed.code.form,
        "language": printed.code.language.value,
        "kinds": [kind.value for kind in printed.code.kinds],
        "title": {"ja": printed.title.ja, "en": printed.title.en},
        "page_mm": list(PAGE),
        "pages": printed.layout.pages,
        "form_pages": list(printed.layout.forms),
        "codes": [write_form_code(printed.code._replace(page=n + 1)) for n in range(printed.layout.pages)],
        "code_mm": _numbers(CODE),
        "tags": {"family": "36h11", "mm": {str(number): _numbers(rect) for number, rect in TAGS.items()}},
        "fields": [_field(box) for box in printed.layout.boxes],
    }


def _field(box: FormBox) -> dict[str, Any]:
    cells = {"cells": [_numbers(cell) for cell in box.cells]} if box.cells else {}
    part = {"part": box.part} if box.part else {}
    return {"name": box.name, **part, "kind": box.kind.value, "page": box.page, "box": _numbers(box.rect), **cells}


def _numbers(rect: Rect) -> list[float]:
    return [round(side, 3) for side in rect]


def _written(file: Path, content: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, content)
    return file


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
