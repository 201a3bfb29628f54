"""The headers of every answer of the desk: nothing from elsewhere, nothing kept on a disk, no other site may frame it."""

from fastapi import FastAPI, Request, Response
from starlette.middleware.base import RequestResponseEndpoint
from starlette.middleware.trustedhost import TrustedHostMiddleware

from tasks.desk.error_pages import broken
from tasks.wiring import House

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_NO_STORE = "private, no-store"
_STATIC = "/static/"


def add_headers(desk: FastAPI, house: House) -> None:
    """Adds the headers, and lets only requests through that name this desk as their host."""
    desk.add_middleware(TrustedHostMiddleware, allowed_hosts=[house.settings.host, "127.0.0.1", "localhost"])

    @desk.middleware("http")
    async def headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
        try:
            response = await call_next(request)
        except Exception as unexpected:  # noqa: BLE001  # what it says may be of a person, and logs keep everything
            response = broken(house, request, unexpected)
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["Cache-Control"] = "no-cache" if request.url.path.startswith(_STATIC) else _NO_STORE
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return response
