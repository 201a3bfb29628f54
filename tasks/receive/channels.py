"""Tells by which way a packet came, from the files it is made of."""

from pathlib import Path

from tasks.engines.mail_files import MAIL_TYPE
from tasks.engines.web_forms import WEB_TYPE
from tasks.packet_files import packet_files
from tasks.policy.schema import Channel


def channel_of(path: Path) -> Channel:
    """By which way a packet came: a saved mail, a web form's export, or paper."""
    suffixes = {file.suffix.lower() for file in packet_files(path)}
    if MAIL_TYPE in suffixes:
        return "email"
    return "web" if suffixes == {WEB_TYPE} else "post"
