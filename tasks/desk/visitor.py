"""Signs a program in at the desk as a browser would be: for the demonstration and for tests."""

import re

import httpx

_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


def sign_in_as(client: httpx.Client, handle: str, password: str) -> None:
    """Afterwards the client's requests are this person's, and its posts carry the token; RuntimeError when refused.

    `client`: of the desk's address (`base_url`), also a Starlette TestClient.
    """
    asked = client.get("/sign-in")
    form = {"csrf": _token(asked), "handle": handle, "password": password, "next": "/me"}
    let_in = client.post("/sign-in", data=form, follow_redirects=False)
    if let_in.status_code != httpx.codes.SEE_OTHER:
        raise RuntimeError(f"the desk did not let {handle} in: {let_in.status_code}")
    client.headers["X-CSRF-Token"] = _token(client.get("/me"))


def _token(page: httpx.Response) -> str:
    found = _TOKEN.search(page.text)
    if found is None:
        raise RuntimeError(f"the desk's page has no form: {page.status_code}")
    return found[1]
