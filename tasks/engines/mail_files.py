"""Takes a saved mail apart with the standard library's email package: what was sent with it, in order, and its text."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from lxml import html

from tasks.case.business_days import JST
from tasks.case.errors import UnreadablePacket
from tasks.engines.image_files import PICTURE_TYPES, picture_size

MAIL_TYPE = ".eml"
MOST_BYTES = 100_000_000  # mail servers take 25 to 50 million
MOST_PARTS = 200
DEEPEST = 4  # mails within mails
LOGO_SIDE = 400  # pixels: a picture in a mail's text with a shorter side below this is decoration, no page
_DRAWING_BYTES = 50_000  # a drawing in a mail's text that kaiji does not open is decoration below this size
_ENDINGS = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/jpg": ".jpg", "image/pjpeg": ".jpg", "image/png": ".png",
    "image/tiff": ".tif", "image/webp": ".webp", "image/heic": ".heic", "image/heif": ".heif", "image/bmp": ".bmp",
    "image/gif": ".gif", "application/zip": ".zip", "application/x-zip-compressed": ".zip",
    "application/ms-tnef": ".dat", "application/vnd.ms-tnef": ".dat",
}  # fmt: skip
_BESIDE = frozenset({".p7s", ".asc", ".sig", ".ics", ".vcf"})  # signatures, invitations, visiting cards
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_CUT_TEXT = re.compile(r"ATT\d+\.(?:html?|txt)", re.IGNORECASE)  # what Exchange makes of text between attachments
_LOCKED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})
_ELSEWHERE = frozenset({"message/external-body", "message/partial"})


@dataclass(frozen=True)
class Attachment:
    """One file that a mail brought: `place` counts from 1, "2/1" being the first of the mail that came second."""

    place: str
    suffix: str  # by its name, else by its type; with the dot, in small letters
    content: bytes


def attachments_of(content: bytes) -> list[Attachment]:
    """What a mail brought, in order; UnreadablePacket where part of it cannot be had.

    The mail's own text, signatures, and the logos in its text are left out. Names are not told: they hold names of people.
    """
    if len(content) > MOST_BYTES:
        raise UnreadablePacket("A mail is too large; put its attachments in as files.")
    try:
        return list(_attachments(_parsed(content), "", 0, [0]))
    except UnreadablePacket:
        raise
    except Exception as broken:  # noqa: BLE001 (a parser given hostile bytes raises what it likes)
        raise UnreadablePacket(
            f"A mail is broken ({type(broken).__name__}); put its attachments in as files."
        ) from None


def text_of(content: bytes) -> str:
    """The text of a mail, with its subject and the day it was sent; "" where it has none or cannot be read, or names no sender.

    Of a mail with a plain and a formatted text the plain one counts.
    """
    try:
        mail = _parsed(content)
        if not isinstance(mail, EmailMessage) or "from" not in mail:
            return ""
        body = mail.get_body(preferencelist=("plain", "html"))
        text = str(body.get_content()) if body is not None else ""
        text = _without_tags(text) if body is not None and body.get_content_subtype() == "html" else text
        return f"件名：{mail.get('subject', '')}\n請求日：{_sent_on(mail)}\n\n{text}" if text.strip() else ""
    except Exception:  # noqa: BLE001 (as in attachments_of; a text that cannot be had is none)
        return ""


def _sent_on(mail: EmailMessage) -> str:
    """The day a mail was sent, in Japan, or ""; a request by mail bears no other date."""
    try:
        return parsedate_to_datetime(str(mail.get("date", ""))).astimezone(JST).date().isoformat()
    except (ValueError, OverflowError):  # the year 1, in a time zone before it
        return ""


def _without_tags(formatted: str) -> str:
    root = html.document_fromstring(formatted)
    for element in root.iter("script", "style", "head"):
        element.text = ""
    for element in root.iter("br", "p", "div", "tr", "li", "h1", "h2", "h3"):
        element.tail = f"\n{element.tail or ''}"
    return str(root.text_content())


def _attachments(mail: MIMEPart, before: str, depth: int, seen: list[int]) -> Iterator[Attachment]:
    """The attachments of one mail; `seen` counts the parts of all mails within one another."""
    if depth > DEEPEST:
        raise UnreadablePacket("A mail holds mails within mails, too deep to follow; put the attachments in as files.")
    number = 0
    for part in _leaves(mail, seen):
        if _is_text_or_signature(part):
            continue
        body = b"" if _is_mail(part) else _content(part)
        suffix = MAIL_TYPE if _is_mail(part) else _suffix(part, body)
        if _is_decoration(part, body, suffix):
            continue
        number += 1
        if suffix == MAIL_TYPE:
            inner = _inner(part) if _is_mail(part) else _parsed(body)
            yield from _attachments(inner, f"{before}{number}/", depth + 1, seen)
        else:
            yield Attachment(f"{before}{number}", suffix, body)


def _parsed(content: bytes) -> MIMEPart:
    return email.message_from_bytes(content, policy=policy.default)


def _is_mail(part: MIMEPart) -> bool:
    return part.get_content_type() == "message/rfc822"


def _leaves(part: MIMEPart, seen: list[int]) -> Iterator[MIMEPart]:
    """The parts that hold something, in order; a mail within is one of them and is not entered."""
    seen[0] += 1
    if seen[0] > MOST_PARTS:
        raise UnreadablePacket(f"A mail has more than {MOST_PARTS} parts; put its attachments in as files.")
    kind = part.get_content_type()
    if kind in _LOCKED and part.get_param("smime-type") != "signed-data":
        raise UnreadablePacket("A mail is encrypted; ask for it in the clear, or put its attachments in as files.")
    if kind in _ELSEWHERE:
        raise UnreadablePacket("A mail holds only part of what was sent; ask for its attachments as files.")
    if not _is_mail(part) and part.is_multipart():
        for inner in part.iter_parts() if kind.startswith("multipart/") else ():
            yield from _leaves(inner, seen)
    else:
        yield part


def _inner(part: MIMEPart) -> MIMEPart:
    """The mail within a part, also one that was packed in base64 against the standard."""
    inner = part.get_payload(0)
    if not isinstance(inner, MIMEPart):
        raise UnreadablePacket("A mail within a mail is broken; put its attachments in as files.")
    if str(part.get("content-transfer-encoding", "")).lower() == "base64" and not inner.keys():
        packed = EmailMessage()
        packed["Content-Transfer-Encoding"] = "base64"
        packed.set_payload(inner.get_payload())
        return _parsed(_content(packed))
    return inner


def _is_text_or_signature(part: MIMEPart) -> bool:
    """The mail's own text in its forms, an invitation, a visiting card or the proof of who sent it: not attached pages."""
    kind, name = part.get_content_type(), part.get_filename() or ""
    if kind in _SIGNATURES or _ending(name) in _BESIDE or kind in {"text/calendar", "text/vcard", "text/x-vcard"}:
        return True
    own = not name and part.get_content_disposition() != "attachment"
    return part.get_content_maintype() == "text" and (own or bool(_CUT_TEXT.fullmatch(name)))


def _ending(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/").strip().rstrip(".")).suffix.lower()


def _content(part: MIMEPart) -> bytes:
    decoded = part.get_payload(decode=True)
    if not isinstance(decoded, bytes):
        raise UnreadablePacket("An attachment of a mail is broken; ask for it again.")
    return decoded


def _suffix(part: MIMEPart, body: bytes) -> str:
    """The ending of an attachment: by its bytes where they are a PDF's or a picture's, else by its name, else by its type."""
    named = _ending(part.get_filename() or "")
    if body[:1024].lstrip().startswith(b"%PDF-"):  # not anywhere: an unpacked zip shows what it holds
        return ".pdf"
    if named not in PICTURE_TYPES and picture_size(body):
        return _ENDINGS.get(part.get_content_type(), ".jpg")
    return named or _ENDINGS.get(part.get_content_type(), "")


def _is_decoration(part: MIMEPart, body: bytes, suffix: str) -> bool:
    """Whether a part is a logo or the like: a small picture, or a drawing, that stands in the mail's text."""
    if part.get_content_disposition() == "attachment" or part.get_content_maintype() != "image":
        return False
    size = picture_size(body)
    return min(size) < LOGO_SIDE if size else suffix not in PICTURE_TYPES and len(body) < _DRAWING_BYTES
