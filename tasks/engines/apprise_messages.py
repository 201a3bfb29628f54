"""Sends short messages by Apprise: mail, Slack, Teams and a hundred others, each named by one address.

An address holds a password or a token, so nothing here tells it to anybody; Apprise's own log, which might, is silent.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import apprise
from apprise import Apprise, AppriseAsset, NotifyFormat

_ASSET = AppriseAsset(
    app_id="kaiji",
    app_desc="kaiji",
    app_url="",
    image_url_mask="",  # its default names a picture on another host
    image_url_logo="",
    async_mode=False,
)


def kind_of(address: str) -> str:
    """The kind of an address, as `mailto` or `slack`, which may be told."""
    return address.partition("://")[0].lower() if "://" in address else "unknown"


def send_message(address: str, title: str, body: str) -> str | None:
    """Sends a plain text to one address: None when it was taken, else why not, without the address."""
    with _silent():
        try:
            channel = Apprise.instantiate(address, asset=_ASSET, suppress_exceptions=True)
            if channel is None:
                return "Apprise does not understand this address"
            sender = Apprise(asset=_ASSET)
            sender.add(channel)
            taken = sender.notify(body=body, title=title, body_format=NotifyFormat.TEXT)
        except Exception as unexpected:  # noqa: BLE001  # a library's words may hold the address
            return type(unexpected).__name__
    return None if taken else "it was not taken at the other end"


@contextmanager
def _silent() -> Iterator[None]:
    logger = apprise.logger if isinstance(apprise.logger, logging.Logger) else logging.getLogger("apprise")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before
