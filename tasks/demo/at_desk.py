"""A person of the demonstration in front of the desk: signs in as a browser does, looks at evidence, takes codes."""

import re
from collections.abc import Sequence

import httpx

from tasks.case.orders import Entry
from tasks.desk.visitor import sign_in_as

_NEAR = re.compile(r'action="(/cases/[^"]+/held/\d+)"(?:(?!</form>)[\s\S])*value="persons"')
_ORDERS = re.compile(r'action="(/cases/[^"]+/done)".*?name="done_on"[^>]* value="([^"]+)"', re.DOTALL)
_HIDDEN = re.compile(r'name="(evidence|asking)" value="([^"]+)"')


class AtDesk:
    """One person who is signed in."""

    def __init__(self, desk_url: str, handle: str, password: str) -> None:
        self._http = httpx.Client(base_url=desk_url, timeout=60, follow_redirects=True)
        sign_in_as(self._http, handle, password)

    def look(self, number: str) -> dict[str, str]:
        """Opens the evidence page of a case; what its form for a signing code would send, where there is one."""
        return _hidden(self._http.get(f"/cases/{number}"))

    def code(self, number: str) -> str:
        """A signing code for what the case asks now, after a look at its evidence."""
        seen = self.look(number)
        answer = self.post(f"/cases/{number}/code", accept="application/json", **seen)
        return str(answer.json()["code"])

    def judge_near_matches(self, number: str) -> None:
        """Says of every near match that it is the person's."""
        while (near := _NEAR.search(self._http.get(f"/cases/{number}").raise_for_status().text)) is not None:
            self.post(near[1], verdict="persons", **self.look(number))

    def record_work(self, number: str, entries: Sequence[Entry]) -> None:
        """Writes down for each work order that lacks it what was done, on the day that its form proposes."""
        page = self._http.get(f"/cases/{number}").raise_for_status().text
        lines = {name: [getattr(entry, name) for entry in entries] for name in Entry._fields}
        for path, day in _ORDERS.findall(page):
            form = lines | {"done_on": day, "evidence": self.look(number)["evidence"]}
            self._http.post(path, data=form, headers={"Accept": "text/html"}).raise_for_status()

    def post(self, path: str, *, accept: str = "text/html", **form: str) -> httpx.Response:
        """Sends a form of the desk's own page."""
        return self._http.post(path, data=form, headers={"Accept": accept}).raise_for_status()


def _hidden(page: httpx.Response) -> dict[str, str]:
    """What the page's forms carry unseen."""
    return dict(_HIDDEN.findall(page.raise_for_status().text))
