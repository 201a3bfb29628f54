"""Prefect's server, with one change: its pages may load nothing from any other host.

Prefect's UI asks for a third party's script at its start even with analytics off; what a reviewer's browser tells
nobody can leak. Run by uvicorn as `tasks.engines.prefect_server:app` with `--factory`.
"""

from fastapi import FastAPI
from prefect.server.api.server import create_app
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)


class AddHeaders:
    """Adds the policy to every answer over HTTP; websockets pass untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one exchange on."""

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
                headers["Referrer-Policy"] = "no-referrer"
            await send(message)

        await self._app(scope, receive, send_with_policy if scope["type"] == "http" else send)


def app() -> FastAPI:
    """Prefect's application with the headers added."""
    made = create_app(final=True)
    made.add_middleware(AddHeaders)
    return made
