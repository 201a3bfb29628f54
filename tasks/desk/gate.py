"""The gate before every route of the desk: nobody passes who is not signed in, and no form that our own page did not send.

It stands before the routes, so that none can forget it; roles are each route's own (`may`).
"""

import hmac
from urllib.parse import quote, urlsplit

from fastapi import HTTPException, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tasks.desk.pages import show
from tasks.desk.sessions import expected_token, path_of, who_is
from tasks.wiring import House

_OPEN = ("/health", "/metrics", "/sign-in")  # of metrics its own page asks for a token
_OPEN_BELOW = ("/static/", "/oidc/")
_READS = ("GET", "HEAD", "OPTIONS")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_LARGEST_FORM = 8 * 2**20  # bytes that are read to find the token; larger uploads send it in the header


class Gate:
    """ASGI middleware; sets `request.state.signed_in` (SignedIn or None) for all that follows."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self.app = app
        self.house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # the desk has none
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        if path_of(request).startswith("/static/") and request.method in _READS:
            await self.app(scope, receive, send)
            return
        refusal, receive = await self._examined(request, receive)
        await (refusal or self.app)(scope, receive, send)

    async def _examined(self, request: Request, receive: Receive) -> tuple[Response | None, Receive]:
        """What refuses the request, if anything, and where its body can still be read from."""
        person = await run_in_threadpool(who_is, self.house, request)
        request.state.signed_in = person
        if person is None and not is_open(path_of(request)):
            return not_signed_in(request), receive
        if request.method in _READS:
            return None, receive
        if not is_from_here(request.headers):
            return self._refused(request, "origin"), receive
        sent, receive = await _sent_token(request, receive)
        expected = await run_in_threadpool(expected_token, self.house, request, person)
        if not sent or not expected or not hmac.compare_digest(sent.encode(), expected.encode()):
            return self._refused(request, "token"), receive
        return None, receive

    def _refused(self, request: Request, reason: str) -> Response:
        return show(self.house, request, "refused.html", 403, reason=reason)


def is_open(path: str) -> bool:
    """Whether a path answers those who are not signed in too."""
    return path in _OPEN or path.startswith(_OPEN_BELOW)


def not_signed_in(request: Request) -> Response:
    """Sends a page's reader to the sign-in page and back; 401 for pictures and programs."""
    if not _wants_page(request):
        return JSONResponse({"detail": "Sign in first."}, status_code=401)
    query = request.scope["query_string"].decode("latin-1")
    back = path_of(request) + (f"?{query}" if query else "") if request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?next={quote(back, safe='/')}", status_code=303)


def _wants_page(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    wanted_for = request.headers.get("sec-fetch-dest", "document")
    is_file = "." in path_of(request).rsplit("/", 1)[-1]
    return wanted_for == "document" and not is_file and not accepted.startswith(("image/", "application/json"))


def safe_next(path: str) -> str:
    """Where to go after signing in: a path of this desk, else its first page; no other site can be reached by it."""
    parts = urlsplit(path)
    is_local = path.startswith("/") and not path.startswith("//") and not parts.scheme and not parts.netloc
    return path if is_local and "\\" not in path and path.isprintable() else "/"


def is_from_here(headers: Headers) -> bool:
    """Whether the browser, where it says so, sends from a page of this desk.

    `Origin: null` comes from pages with a strict referrer policy, such as ours; then only `Sec-Fetch-Site` tells.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in (None, "same-origin"):
        return False
    if origin == "null":
        return site is not None
    return origin is None or urlsplit(origin).netloc == headers.get("host")


async def _sent_token(request: Request, receive: Receive) -> tuple[str | None, Receive]:
    """The token of the header, or else of the form, whose body the route then reads again."""
    if (header := request.headers.get("x-csrf-token")) is not None:
        return header, receive
    if not request.headers.get("content-type", "").startswith(_FORMS):
        return None, receive
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > _LARGEST_FORM:
            return None, receive
    body = bytes(read)
    try:
        async with Request(request.scope, _again(body, receive)).form() as form:
            token = form.get("csrf")
    except (HTTPException, MultiPartException):
        return None, receive
    return token if isinstance(token, str) else None, _again(body, receive)


def _again(body: bytes, receive: Receive) -> Receive:
    told = False

    async def once_more() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once_more
