"""A small OpenID provider on this machine, for tests of sign-on: it lets in whoever the test names."""

import hashlib
import socket
import threading
import time
from base64 import urlsafe_b64encode
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "kaiji", "a secret of the provider"


class Provider:
    """`person`: claims of whoever signs on; `lies`: claims that replace the true ones in the id_token."""

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.issuer = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.person: dict = {}
        self.lies: dict = {}
        self.key = self._published = RSAKey.generate_key(2048, {"kid": "one"})
        self._asked: dict[str, dict] = {}
        self._server = uvicorn.Server(uvicorn.Config(self._app(), log_level="error"))

    def forge(self) -> None:
        """From now on tokens are signed with a key that is not the published one."""
        self.key = RSAKey.generate_key(2048, {"kid": "one"})

    def start(self) -> None:
        """Serves until `stop`, in a thread."""
        threading.Thread(target=self._server.run, args=([self._socket],), daemon=True).start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        """Answers no more."""
        self._server.should_exit = True

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/.well-known/openid-configuration")
        def configuration():
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            }

        @app.get("/keys")
        def keys():
            return {"keys": [self._published.as_dict(private=False)]}

        @app.get("/authorize")
        def authorize(request: Request):
            asked = dict(request.query_params)
            code = f"code-{len(self._asked)}"
            self._asked[code] = asked
            return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

        @app.post("/token")
        async def token(request: Request):
            form = dict(await request.form())
            asked = self._asked.pop(form["code"])
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            if urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
                return JSONResponse({"error": "invalid_grant"}, 400)
            now = int(time.time())
            true = {"iss": self.issuer, "aud": CLIENT, "nonce": asked["nonce"], "iat": now, "exp": now + 60}
            claims = true | self.person | self.lies
            signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
            return {"access_token": "unused", "token_type": "Bearer", "id_token": signed}

        return app
