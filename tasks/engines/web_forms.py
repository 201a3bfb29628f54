"""Opens the export of a web form (JSON): its answers as labelled lines, and the files that were sent with it.

A company's form has names of its own for its questions. The usual English ones are put into the words a paper form
prints; any other name stays as it is, and is read as the label it is.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from tasks.case.errors import UnreadablePacket
from tasks.case.field_words import FIELD_LABELS
from tasks.case.words import AgentRelation, RequestKind

WEB_TYPE = ".json"
MOST_BYTES = 100_000_000
_TITLE = "保有個人データ開示等請求書（ウェブフォーム）"
_LABELS = FIELD_LABELS | {
    "kinds": "請求の種類",
    "details": "請求の内容",
    "submitted_at": "請求日",
    "送信日時": "請求日",
    "date": "請求日",
    "agent_name": "代理人氏名",
    "agent_address": "代理人住所",
    "agent_relation": "本人との関係",
}
_WORDS = {
    RequestKind.PURPOSE_NOTICE.value: "利用目的の通知",
    RequestKind.DISCLOSURE.value: "開示",
    RequestKind.TP_RECORDS.value: "第三者提供記録の開示",
    RequestKind.CORRECTION.value: "訂正・追加・削除",
    RequestKind.SUSPEND_ERASE.value: "利用停止・消去",
    RequestKind.STOP_PROVISION.value: "第三者提供の停止",
    AgentRelation.DELEGATED.value: "委任による代理人",
    AgentRelation.MINOR.value: "親権者（未成年者）",
    AgentRelation.GUARDIAN.value: "成年後見人",
}
_BESIDE = frozenset({"attachments", "添付ファイル", "form", "フォーム"})
# An export has one of them; a scanner's note beside pages has none (it may well have a name).
_MARKS = ("form", "kinds", "submitted_at", "フォーム", "氏名", "お名前", "請求の種類", "送信日時")


class WebFile(NamedTuple):
    """One file that was sent with a form; `suffix` with the dot, in small letters."""

    suffix: str
    content: bytes


class WebForm(NamedTuple):
    """A form as text, one `label：answer` a line, and its files in order."""

    text: str
    files: tuple[WebFile, ...]


def is_web_form(content: bytes) -> bool:
    """Whether a JSON file is a form's export, and no note that something left beside pages."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and any(mark in told for mark in _MARKS)


def open_web_form(content: bytes) -> WebForm:
    """A form's text and files; UnreadablePacket, without a word of what was written, where it is none."""
    if len(content) > MOST_BYTES:
        raise UnreadablePacket("A web form's export is too large; put its files in as files.")
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise UnreadablePacket("A web form's export is broken JSON; export it again.") from None
    if not isinstance(told, dict):
        raise UnreadablePacket("A web form's export must be one JSON object of labels and answers.")
    try:
        lines = [_TITLE, "", *(f"{label}：{answer}" for label, answer in _answers(told))]
    except RecursionError:
        raise UnreadablePacket("A web form's answers lie too deep within one another; export it again.") from None
    files = told.get("attachments", told.get("添付ファイル", []))
    return WebForm("\n".join(lines), tuple(_files(files)))


def _answers(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in told.items():
        if name in _BESIDE or value in (None, "", []):
            continue
        if isinstance(value, dict):
            yield from _answers(value)
        else:
            yield _LABELS.get(name, str(name)), _said(name, value)


def _said(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_said(name, each) for each in value)
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    text = str(value)
    if _LABELS.get(name) == "請求日":
        return text[:10]
    return _WORDS.get(text, text) if name in ("kinds", "agent_relation") else text


def _files(listed: Any) -> Iterator[WebFile]:
    if not isinstance(listed, list):
        raise UnreadablePacket("A web form's files must be a list; export it again.")
    for each in listed:
        try:
            content = base64.b64decode(each["content"], validate=True)
            suffix = PurePosixPath(str(each["filename"])).suffix.lower()
        except (TypeError, KeyError, ValueError, binascii.Error):
            raise UnreadablePacket("A file sent with a web form is broken; ask for it again.") from None
        yield WebFile(suffix, content)
