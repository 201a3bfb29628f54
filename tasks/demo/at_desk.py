"""A person of the demonstration in front of the desk: signs in as a browser does, looks at evidence, takes codes."""

import re

import httpx

_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


class AtDesk:
    """One person who is signed in."""

    def __init__(self, desk_url: str, handle: str, password: str) -> None:
        self._http = httpx.Client(base_url=desk_url, timeout=60, follow_redirects=True)
        form = {"csrf": self._token("/sign-in"), "handle": handle, "password": password, "next": "/me"}
        self._csrf = _token_in(self._http.post("/sign-in", data=form))

    def _token(self, path: str) -> str:
        return _token_in(self._http.get(path))

    def look(self, number: str) -> None:
        """Opens the evidence page of a case."""
        self._http.get(f"/cases/{number}").raise_for_status()

    def code(self, number: str) -> str:
        """A signing code for what the case asks now."""
        answer = self._post(f"/cases/{number}/code", Accept="application/json")
        return str(answer.json()["code"])

    def record_correction(self, number: str, content: str) -> None:
        """Writes down what was corrected."""
        self._post(f"/cases/{number}/correction", content=content)

    def _post(self, path: str, *, Accept: str = "text/html", **form: str) -> httpx.Response:  # noqa: N803  # a header's name
        headers = {"X-CSRF-Token": self._csrf, "Accept": Accept, "Origin": str(self._http.base_url).rstrip("/")}
        return self._http.post(path, data=form, headers=headers).raise_for_status()

    def leave(self) -> None:
        """Closes the browser."""
        self._http.close()


def _token_in(page: httpx.Response) -> str:
    found = _TOKEN.search(page.raise_for_status().text)
    if found is None:
        raise ValueError("the page has no form")
    return found.group(1)
