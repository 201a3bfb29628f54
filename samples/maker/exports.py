"""Requests that come without paper: a saved mail whose text is the request, and the export of a web form."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any


@dataclass(frozen=True)
class Mail:
    """A mail: who sends it to whom and when, its text, and what its attachments are called."""

    sender: str
    to: str
    subject: str
    body: str
    sent_at: datetime
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class WebForm:
    """What a form on a web site exports: labels and values, and what the uploaded files are called."""

    answers: dict[str, Any]
    attachments: tuple[str, ...] = ()


def as_mail(mail: Mail, pictures: Sequence[bytes]) -> bytes:
    """The mail as a file; its boundary is fixed, so that the bytes are the same every time."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail.sender, mail.to, mail.subject
    message["Date"] = format_datetime(mail.sent_at)
    message["Message-ID"] = f"<{mail.sent_at:%Y%m%d%H%M%S}.sample@example.jp>"
    message.set_content(mail.body, cte="base64" if not mail.body.isascii() else "7bit")
    for name, picture in zip(mail.attachments, pictures, strict=True):
        message.add_attachment(picture, maintype="image", subtype="jpeg", filename=name)
    if message.is_multipart():
        message.set_boundary("=_kaiji_sample")
    return message.as_bytes()


def as_web_form(form: WebForm, pictures: Sequence[bytes]) -> bytes:
    """The export as one JSON object; files are in it as base64."""
    files = [
        {"filename": name, "type": "image/jpeg", "content": base64.b64encode(picture).decode("ascii")}
        for name, picture in zip(form.attachments, pictures, strict=True)
    ]
    return (json.dumps(form.answers | {"attachments": files}, ensure_ascii=False, indent=1) + "\n").encode()
