"""Sign-on with a company's account through OpenID Connect: it says who somebody is, kaiji says what they may do.

Authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, 3.1; RFC 7636), all checked by Authlib. An account
is known by issuer and subject; before that by its e-mail address, where the provider says that it is verified. Nobody is
made by signing on.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.integrations.base_client.errors import MismatchingStateError
from authlib.integrations.starlette_client import OAuth, OAuthError
from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from joserfc.errors import JoseError
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.middleware.sessions import SessionMiddleware

from tasks.case.errors import KaijiError
from tasks.desk.attempts import Attempts
from tasks.desk.gate import safe_next
from tasks.desk.sessions import forget_session, is_loopback, set_cookie, start_session
from tasks.settings import Settings
from tasks.store.account_tables import Account
from tasks.store.accounts import Refusal, account_by_subject, accounts_by_email, let_in, refuse, set_subject
from tasks.wiring import House

_PUBLIC_KEY_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_BROKEN = (OAuthError, JoseError, httpx.HTTPError, RuntimeError, ValueError, KeyError, TypeError)
_HAND_SHAKE_SECONDS = 600


def add_oidc(desk: FastAPI, house: House, attempts: Attempts) -> None:
    """`/oidc/start` and `/oidc/return` of the provider that the settings name; KaijiError where they name it wrongly."""
    provider = _provider(house.settings)
    desk.add_middleware(
        SessionMiddleware,
        secret_key=house.key("oidc").hex(),
        session_cookie=f"kaiji-{house.settings.desk_port}-oidc",
        max_age=_HAND_SHAKE_SECONDS,
        path="/oidc",
        same_site="lax",  # the provider sends the browser back from its own site
        https_only=not is_loopback(house.settings.host),
    )

    @desk.get("/oidc/start")
    async def start(request: Request) -> Response:
        if _too_often(attempts, request):
            return _back("too_often")
        request.session["next"] = safe_next(request.query_params.get("next", "/"))
        try:
            response: Response = await provider.authorize_redirect(request, request.url_for("come_back"))
        except _BROKEN:
            return _back("provider")
        return response

    @desk.get("/oidc/return")
    async def come_back(request: Request) -> Response:
        if _too_often(attempts, request):
            return _back("too_often")
        back = safe_next(request.session.get("next", "/"))
        try:
            claims = await _claims(provider, house.settings, request)
        except MismatchingStateError:  # nobody began here: not worth a line in the record
            return _back("provider")
        except _BROKEN:
            await run_in_threadpool(_note_failure, house)
            return _back("provider")
        finally:
            request.session.clear()
        token = await run_in_threadpool(_token_for, house, request, claims)
        if token is None:
            return _back("company")
        response = RedirectResponse(back, status_code=303)
        set_cookie(house, request, response, token)
        return response


def _provider(settings: Settings) -> Any:
    issuer = urlsplit(settings.oidc_issuer or "")
    if issuer.scheme != "https" and not is_loopback(issuer.hostname or ""):
        raise KaijiError("KAIJI_OIDC_ISSUER must begin with https://.")
    if not settings.oidc_client_id:
        raise KaijiError("KAIJI_OIDC_ISSUER is set; set KAIJI_OIDC_CLIENT_ID too, as the provider gave it.")
    secret = settings.oidc_client_secret.get_secret_value()
    how = {"scope": "openid email", "code_challenge_method": "S256", "timeout": 10}
    return OAuth().register(
        "company",
        server_metadata_url=f"{_issuer(settings)}/.well-known/openid-configuration",
        client_id=settings.oidc_client_id,
        client_secret=secret or None,
        client_kwargs=how if secret else how | {"token_endpoint_auth_method": "none"},
    )


def _issuer(settings: Settings) -> str:
    return (settings.oidc_issuer or "").rstrip("/")


async def _claims(provider: Any, settings: Settings, request: Request) -> Mapping[str, Any]:
    """What the provider signed about the person: for this client, now, in this hand-shake, with a public key."""
    told = await provider.load_server_metadata()
    if told["issuer"].rstrip("/") != _issuer(settings):
        raise ValueError("the provider calls itself by another name")
    offered = told.get("id_token_signing_alg_values_supported") or ["RS256"]
    told["id_token_signing_alg_values_supported"] = [each for each in offered if each in _PUBLIC_KEY_ALGORITHMS]
    wanted = {
        "iss": {"essential": True, "value": told["issuer"]},
        "aud": {"essential": True, "value": settings.oidc_client_id},
    }
    token = await provider.authorize_access_token(request, claims_options=wanted)
    claims: Mapping[str, Any] = token["userinfo"]
    return claims


def _token_for(house: House, request: Request, claims: Mapping[str, Any]) -> str | None:
    with house.database.transaction() as session:
        found = account_for(session, claims)
        now = house.now()
        if isinstance(found, tuple):
            refuse(session, *found, now)
            return None
        subject = subject_of(claims)
        if found.subject != subject:
            set_subject(session, found, subject, now)
        let_in(session, found, "oidc", now)
        forget_session(house, session, request)
        return start_session(house, session, found)


def account_for(session: Session, claims: Mapping[str, Any]) -> Account | tuple[Account | None, Refusal]:
    """Whose account the provider's person has, or whose it would be and why they are not let in."""
    account = account_by_subject(session, subject_of(claims))
    if account is None:
        if claims.get("email_verified") not in (True, "true"):
            return None, Refusal.EMAIL_UNVERIFIED
        mine = accounts_by_email(session, str(claims.get("email", "")))
        if len(mine) != 1:
            return None, Refusal.UNKNOWN
        account = mine[0]
        if account.subject:
            return account, Refusal.OTHER_SUBJECT
    return (account, Refusal.DISABLED) if account.disabled_at is not None else account


def subject_of(claims: Mapping[str, Any]) -> str:
    """Who it is, once and for all: a subject is only unique within its issuer (OpenID Connect Core 1.0, 5.7)."""
    return f"{claims['iss']} {claims['sub']}"


def _too_often(attempts: Attempts, request: Request) -> bool:
    return bool(attempts.seconds_to_wait(request.client.host if request.client else ""))


def _note_failure(house: House) -> None:
    with house.database.transaction() as session:
        refuse(session, None, Refusal.PROVIDER_FAILED, house.now())


def _back(failed: str) -> Response:
    return RedirectResponse(f"/sign-in?failed={failed}", status_code=303)
