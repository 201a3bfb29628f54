"""The headers of every answer of the desk: nothing from elsewhere, nothing kept on a disk, no other site may frame it."""

from fastapi import FastAPI, Request
from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tasks.desk.error_pages import broken
from tasks.wiring import House

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_NO_STORE = "private, no-store"
_STATIC = "/static/"


def add_headers(desk: FastAPI, house: House) -> None:
    """Adds the headers, and lets only requests through that name this desk as their host."""
    desk.add_middleware(TrustedHostMiddleware, allowed_hosts=[house.settings.host, "127.0.0.1", "localhost"])
    desk.add_middleware(Headers, house=house)


class Headers:
    """ASGI middleware: the headers, and an answer to what nobody expected.

    Plain ASGI, since Starlette's `BaseHTTPMiddleware` costs each request a task and a stream of its own.
    """

    def __init__(self, app: ASGIApp, house: House) -> None:
        self.app = app
        self.house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through and adds the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                headers["Cache-Control"] = "no-cache" if scope["path"].startswith(_STATIC) else _NO_STORE
                headers.update(_HEADERS)
            await send(message)

        try:
            await self.app(scope, receive, with_headers)
        except Exception as unexpected:  # noqa: BLE001  # what it says may be of a person, and logs keep everything
            answer = broken(self.house, Request(scope, receive), unexpected)
            if not begun:  # else the browser sees that the answer is cut off
                await answer(scope, receive, with_headers)
