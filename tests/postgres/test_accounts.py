"""Accounts, sessions and the gate of the desk, on a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from fastapi.routing import APIRoute
from sqlalchemy import update
from sqlmodel import select
from typer.testing import CliRunner

from tasks import cli_users
from tasks.case.errors import KaijiError
from tasks.case.progress import Step
from tasks.case.roles import EDITS_EVIDENCE, MAY_ANSWER, SEES_EVIDENCE, Role
from tasks.desk.app import app
from tasks.desk.visitor import sign_in_as
from tasks.store import accounts, passwords
from tasks.store.account_tables import LoginSession
from tasks.store.accounts import Refusal, account_of, disable, enable, set_password, set_roles, sign_in
from tasks.store.events import broken_links
from tasks.store.tables import EventRow
from tests.support.people import PASSWORD, make_account, signed_in, visitor

ANYBODY = frozenset(Role)
OPEN = {
    ("GET", "/health"),
    ("GET", "/metrics"),  # asks for a token of its own
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("GET", "/oidc/start"),
    ("GET", "/oidc/return"),
}
ROUTES = {
    ("POST", "/sign-out"): ANYBODY,
    ("GET", "/me"): ANYBODY,
    ("POST", "/me/language"): ANYBODY,
    ("POST", "/me/password"): ANYBODY,
    ("GET", "/"): ANYBODY,
    ("GET", "/sla"): ANYBODY,
    ("GET", "/figures"): ANYBODY,
    ("GET", "/figures/cases"): ANYBODY,
    ("GET", "/figures/cases.csv"): ANYBODY,
    ("GET", "/figures/report.pdf"): ANYBODY,
    ("GET", "/figures/{page}"): ANYBODY,
    ("GET", "/figures/{page}/content"): ANYBODY,
    ("GET", "/figures/{page}/{key}.csv"): ANYBODY,
    ("GET", "/cases/{number}"): SEES_EVIDENCE,
    ("GET", "/cases/{number}/pages/{index}.jpg"): SEES_EVIDENCE,
    ("GET", "/cases/{number}/letters/{letter}.pdf"): SEES_EVIDENCE,
    ("GET", "/cases/{number}/asks.pdf"): SEES_EVIDENCE,
    ("POST", "/cases/{number}/code"): SEES_EVIDENCE,  # who may answer the step gets a code
    ("GET", "/cases/{number}/orders/{order}.pdf"): MAY_ANSWER[Step.CARRY_OUT],
    ("POST", "/cases/{number}/orders/{order}/instruction"): MAY_ANSWER[Step.CARRY_OUT],
    ("POST", "/cases/{number}/orders/{order}/done"): MAY_ANSWER[Step.CARRY_OUT],
    ("POST", "/cases/{number}/orders/{order}/nothing"): MAY_ANSWER[Step.CARRY_OUT],
    ("POST", "/cases/{number}/extension"): SEES_EVIDENCE - {Role.AUDITOR},
    ("POST", "/cases/{number}/fields"): EDITS_EVIDENCE,
    ("POST", "/cases/{number}/language"): EDITS_EVIDENCE,
    ("POST", "/cases/{number}/held/{position}"): EDITS_EVIDENCE,
    ("POST", "/cases/{number}/brought/{source}"): {Role.OPERATOR, Role.REVIEWER},
    ("POST", "/cases/{number}/pages/{index}/marks"): EDITS_EVIDENCE,
    ("POST", "/cases/{number}/pages/{index}/unmask"): EDITS_EVIDENCE,
    ("POST", "/worklist/assign"): ANYBODY - {Role.AUDITOR},
    ("GET", "/dispatch"): {Role.OPERATOR},
    ("POST", "/dispatch"): {Role.OPERATOR},
    ("POST", "/dispatch/numbers"): {Role.OPERATOR},
    ("GET", "/notices"): SEES_EVIDENCE - {Role.AUDITOR},
    ("POST", "/notices/release"): EDITS_EVIDENCE,
    ("POST", "/notices/discard"): EDITS_EVIDENCE,
    ("POST", "/notices/posted"): {Role.OPERATOR},
    ("POST", "/notices/sent"): {Role.OPERATOR},
    ("GET", "/notices/{letter}/package"): {Role.OPERATOR},
    ("POST", "/cases/{number}/acknowledge"): SEES_EVIDENCE - {Role.AUDITOR},
    ("GET", "/dispatch/files/{day}/{name}"): {Role.OPERATOR},
    ("POST", "/cases/{number}/letters/{letter}/again"): EDITS_EVIDENCE,
    ("GET", "/audit"): {Role.AUDITOR},
    ("POST", "/audit/verify"): {Role.AUDITOR},
    ("POST", "/audit/export"): {Role.AUDITOR},
}


def events(house, *kinds):
    with house.database.transaction() as session:
        assert not list(broken_links(session))
        return [e for e in session.exec(select(EventRow).order_by(EventRow.id)) if not kinds or e.kind in kinds]


def tried(house, password=PASSWORD, handle="sato", after=timedelta()):
    with house.database.transaction() as session:
        result = sign_in(session, handle, password, house.now() + after)
    return result if isinstance(result, Refusal) else result.handle


def changed(house, change, *facts, handle="sato"):
    with house.database.transaction() as session:
        change(session, account_of(session, handle), *facts, house.now(), "root")


def routes(desk):
    for route in desk.routes:
        if isinstance(route, APIRoute):
            yield from ((method, route.path) for method in route.methods)


def called(client, method, path):
    return client.request(
        method,
        path.format(
            number="R-2026-000001-8",
            index=0,
            letter="L-1",
            order="W-1",
            position=0,
            source="x",
            day="2026-11-16",
            name="ordinary.pdf",
            page="today",
            key="now",
        ),
        headers={"accept": "text/html"},
    )


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch):
    """Hashes that take no time: what is tested here is not argon2."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


# --- the store


def test_every_change_of_an_account_is_an_event(house):
    """With who did it, and no name, address or password in it."""
    make_account(house, name="佐藤 花子", email="hanako@example.jp")
    changed(house, set_roles, [Role.REVIEWER, Role.APPROVER])
    changed(house, disable)
    changed(house, enable)
    changed(house, set_password, "another long password")
    noted = events(house, "account_changed")
    assert [e.facts["change"] for e in noted] == ["added", "roles", "disabled", "enabled", "password"]
    assert noted[1].facts == {"handle": "sato", "change": "roles", "roles": ["approver", "reviewer"]}
    assert {e.actor for e in noted} == {"root"}
    assert not any(word in str(e.facts) for e in noted for word in ("花子", "hanako", "password "))


@pytest.mark.parametrize("handle", ["sato", "Sato", "佐藤", "", "kaiji", "intake", "a b"])
def test_a_handle_that_is_taken_or_none_is_refused(house, handle):
    """Nobody may look like kaiji itself in the record."""
    make_account(house)
    with pytest.raises(KaijiError, match="handle"), house.database.transaction() as session:
        accounts.add_account(session, handle, [Role.REVIEWER], house.now(), "root")


def test_an_account_has_a_role_and_a_known_language(house):
    """An account that may nothing is a mistake."""
    with pytest.raises(KaijiError, match="at least one role"), house.database.transaction() as session:
        accounts.add_account(session, "sato", [], house.now(), "root")
    with pytest.raises(KaijiError, match=r"ja .* en"), house.database.transaction() as session:
        accounts.add_account(session, "sato", [Role.REVIEWER], house.now(), "root", language="de")


def test_five_wrong_passwords_lock_for_longer_each_time(house):
    """While it is locked the right password does not count either; afterwards it does, and ends the count."""
    make_account(house)
    assert [tried(house, "wrong") for _ in range(5)] == [Refusal.WRONG_PASSWORD] * 5
    assert tried(house) is Refusal.LOCKED
    assert tried(house, after=timedelta(minutes=14)) is Refusal.LOCKED
    assert [tried(house, "wrong", after=timedelta(minutes=16)) for _ in range(5)] == [Refusal.WRONG_PASSWORD] * 5
    assert tried(house, after=timedelta(minutes=45)) is Refusal.LOCKED
    assert tried(house, after=timedelta(minutes=47)) == "sato"
    assert [tried(house, "wrong") for _ in range(4)] == [Refusal.WRONG_PASSWORD] * 4
    assert tried(house) == "sato"


def test_tries_at_the_same_time_are_all_counted(house):
    """Ten at once are five failures and five at a locked account, not two or three."""
    make_account(house)
    with ThreadPoolExecutor(5) as pool:
        results = list(pool.map(lambda _: tried(house, "wrong"), range(10)))
    assert (results.count(Refusal.WRONG_PASSWORD), results.count(Refusal.LOCKED)) == (5, 5)


def test_a_refusal_is_recorded_without_a_handle_that_is_nobodys(house):
    """People type their password where the handle belongs."""
    make_account(house)
    assert tried(house, handle=PASSWORD) is Refusal.UNKNOWN
    assert tried(house, "wrong") is Refusal.WRONG_PASSWORD
    changed(house, disable)
    assert tried(house) is Refusal.DISABLED
    assert [e.facts for e in events(house, "sign_in_refused")] == [
        {"reason": "unknown"},
        {"reason": "wrong_password", "handle": "sato"},
        {"reason": "disabled", "handle": "sato"},
    ]


# --- sessions


def test_signing_in_and_out(house):
    """Each an event; the cookie is worthless afterwards, and the table never held it."""
    client = signed_in(house)
    (token,) = [value for name, value in client.cookies.items() if not name.endswith("-form")]
    with house.database.transaction() as session:
        kept = session.exec(select(LoginSession)).one()
        assert token not in kept.model_dump_json()
    assert client.get("/me").status_code == 200
    assert client.post("/sign-out").headers["location"] == "/sign-in"
    client.cookies.set("kaiji-4280", token)
    assert client.get("/me").status_code == 303
    assert [(e.kind, e.actor) for e in events(house, "signed_in", "signed_out")] == [
        ("signed_in", "sato"),
        ("signed_out", "sato"),
    ]


def test_the_cookie_is_shut_away(house):
    """Scripts and other sites do not get it; over https it has the `__Host-` prefix."""
    make_account(house)
    plain = visitor(house).get("/sign-in").headers["set-cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=lax" in plain
    assert "Secure" not in plain
    safe = visitor(house)
    safe.base_url = "https://127.0.0.1:4280"
    sign_in_as(safe, "sato", PASSWORD)
    assert any(name.startswith("__Host-kaiji") for name in safe.cookies)
    safe.post("/sign-out")
    assert "Secure" in safe.get("/sign-in").headers["set-cookie"]


def test_a_sign_in_gets_a_token_of_its_own(house):
    """What the browser brought before is ended, so that nobody can plant a session."""
    client = signed_in(house)
    before = client.cookies["kaiji-4280"]
    client.cookies.delete("kaiji-4280")
    client.headers.pop("x-csrf-token")
    form = client.get("/sign-in")
    client.cookies.set("kaiji-4280", before, domain="127.0.0.1", path="/")
    token = form.text.split('name="csrf" value="')[1].split('"')[0]
    let_in = client.post("/sign-in", data={"csrf": token, "handle": "sato", "password": PASSWORD})
    assert let_in.status_code == 303
    with house.database.transaction() as session:
        assert len(session.exec(select(LoginSession)).all()) == 1


@pytest.mark.parametrize(
    "change",
    [
        disable,
        lambda session, account, at, by: set_roles(session, account, [Role.AUDITOR], at, by),
        lambda session, account, at, by: set_password(session, account, "another long password", at, by),
    ],
)
def test_a_change_of_the_account_ends_its_sessions_at_once(house, change):
    """Whoever was dismissed is out with the next click."""
    client = signed_in(house)
    other = signed_in(house, "mori")
    changed(house, change)
    assert client.get("/me").status_code == 303
    assert other.get("/me").status_code == 200


@pytest.mark.parametrize(("column", "minutes"), [("seen_at", 61), ("began_at", 0), ("expires_at", 9 * 60 + 1)])
def test_a_session_ends_when_idle_or_old(house, column, minutes):
    """After an hour without use, and after the hours of the settings in any case; its beginning alone ends nothing."""
    client = signed_in(house)
    with house.database.transaction() as session:
        kept = session.exec(select(LoginSession)).one()
        setattr(kept, column, getattr(kept, column) - timedelta(minutes=minutes))
    assert client.get("/me").status_code == (200 if column == "began_at" else 303)


def test_looking_writes_at_most_once_a_minute(house):
    """The row stays as it is for a minute, then it is seen anew."""
    client = signed_in(house)

    def seen():
        with house.database.transaction() as session:
            return session.exec(select(LoginSession.seen_at)).one()

    first = seen()
    client.get("/me")
    assert seen() == first
    with house.database.transaction() as session:
        session.execute(update(LoginSession).values(seen_at=first - timedelta(minutes=5)))
    client.get("/me")
    assert seen() > first - timedelta(minutes=1)


# --- the gate


def test_no_route_answers_without_a_session(house):
    """All routes of the desk, also those that come later: each open one must be listed here."""
    desk = app(house)
    client = visitor(house, desk)
    for method, path in routes(desk):
        if (method, path) not in OPEN:
            answer = called(client, method, path)
            assert answer.status_code in (303, 401, 403), (method, path)
            assert answer.headers.get("location", "/sign-in").startswith("/sign-in"), (method, path)
    assert client.get("/no-such-page").status_code == 303
    assert client.get("/cases/R-2026-000001-8/pages/0.png", headers={"accept": "image/*"}).status_code == 401
    assert client.get("/", headers={"accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("role", Role)
def test_each_role_gets_the_routes_of_its_table_and_no_others(house, role):
    """A route that is not in the table fails here: who may use it must be said."""
    desk = app(house)
    client = signed_in(house, "sato", role, desk=desk)
    unsaid = set(routes(desk)) - OPEN - set(ROUTES)
    assert not unsaid, f"say in ROUTES which roles may use {sorted(unsaid)}"
    for method, path in set(routes(desk)) - OPEN - {("POST", "/sign-out")}:
        may = role in ROUTES[method, path]
        assert (called(client, method, path).status_code != 403) is may, (method, path)


@pytest.mark.parametrize("host", ["127.0.0.1:1/static/?", "127.0.0.1:1/sign-in?", "127.0.0.1:1/health#"])
def test_a_path_in_the_host_header_opens_nothing(house, host):
    """The gate looks at the path that the router looks at."""
    assert visitor(house).get("/me", headers={"host": host}).status_code in (303, 400, 401)


def test_a_form_without_the_sessions_token_is_refused(house):
    """And nothing is done; the token may come in the form or in a header."""
    client = signed_in(house)
    token = client.headers.pop("x-csrf-token")
    for form in ({}, {"csrf": "x"}, {"csrf": ""}):
        refused = client.post("/me/language", data={"language": "ja"} | form)
        assert refused.status_code == 403
        assert "Nothing was changed" in refused.text
    assert events(house, "account_changed")[-1].facts["change"] == "added"
    assert client.post("/me/language", data={"language": "ja", "csrf": token}).status_code == 303
    files = {"picture": ("a.png", b"x" * 1000)}
    assert client.post("/me/language", data={"language": "en", "csrf": token}, files=files).status_code == 303
    assert client.post("/me/language", content=b"{}", headers={"x-csrf-token": "x"}).status_code == 403


def test_a_form_from_another_site_is_refused_even_with_the_token(house):
    """The browser says where it comes from."""
    client = signed_in(house)
    for headers in ({"origin": "https://bad.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/me/language", data={"language": "ja"}, headers=headers).status_code == 403


def test_the_sign_in_form_has_a_token_before_anybody_is_signed_in(house):
    """Without it, or with another browser's, nobody can be signed in as somebody else unawares."""
    make_account(house)
    client, other = visitor(house), visitor(house)
    theirs = other.get("/sign-in").text.split('name="csrf" value="')[1].split('"')[0]
    form = {"handle": "sato", "password": PASSWORD}
    assert client.post("/sign-in", data=form | {"csrf": theirs}).status_code == 403
    client.get("/sign-in")
    assert client.post("/sign-in", data=form | {"csrf": theirs}).status_code == 403
    assert client.post("/sign-in", data=form).status_code == 403


def test_a_route_reads_its_body_after_the_gate_has(house):
    """Bytes that are no form come through whole; a form's token is found in any order of its fields."""
    from fastapi import Request

    desk = app(house)

    @desk.post("/raw")
    async def raw(request: Request) -> int:
        return len(await request.body())

    client = signed_in(house, desk=desk)
    token = client.headers["x-csrf-token"]
    assert client.post("/raw", content=b"x" * 3_000_000).json() == 3_000_000
    client.headers.pop("x-csrf-token")
    body = f"a={'x' * 100_000}&csrf={token}".encode()
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/raw", content=body, headers=form).json() == len(body)


# --- pages


def test_the_first_start_says_how_to_make_an_account(house):
    """Until there is one."""
    assert "kaiji user add" in visitor(house).get("/sign-in").text
    make_account(house)
    assert "kaiji user add" not in visitor(house).get("/sign-in").text


def test_a_wrong_password_and_a_wrong_handle_look_the_same(house):
    """And after ten tries with a handle one waits, known or not."""
    make_account(house)
    client = visitor(house)

    def typed(handle):
        token = client.get("/sign-in").text.split('name="csrf" value="')[1].split('"')[0]
        return client.post("/sign-in", data={"csrf": token, "handle": handle, "password": "wrong"})

    known, unknown = [typed("sato") for _ in range(10)], [typed("xsat") for _ in range(10)]
    assert {answer.status_code for answer in known + unknown} == {401}
    assert known[0].text == unknown[0].text.replace("xsat", "sato")
    late = [typed("sato"), typed("xsat")]
    assert [answer.status_code for answer in late] == [429, 429]
    assert all(0 < int(answer.headers["retry-after"]) <= 300 for answer in late)


def test_one_comes_back_to_the_page_one_wanted(house):
    """With its query; never to another site."""
    make_account(house)
    client = visitor(house)
    sent = client.get("/cases/R-1?page=2", headers={"accept": "text/html"}).headers["location"]
    page = client.get(sent)
    assert 'name="next" value="/cases/R-1?page=2"' in page.text
    token = page.text.split('name="csrf" value="')[1].split('"')[0]
    form = {"csrf": token, "handle": " SATO ", "password": PASSWORD, "next": "//bad.example"}
    assert client.post("/sign-in", data=form).headers["location"] == "/"


def test_a_person_changes_their_own_language_and_password(house):
    """The old password is asked for; other browsers are out, this one goes on with a new token."""
    client, elsewhere = signed_in(house), signed_in(house)
    assert client.post("/me/language", data={"language": "ja"}).status_code == 303
    assert "パスワードを変更" in client.get("/me").text
    new = {"now": PASSWORD, "new": "another long password", "again": "another long password"}
    assert client.post("/me/password", data=new | {"now": "wrong"}).status_code == 422
    assert client.post("/me/password", data=new | {"again": "x"}).status_code == 422
    assert client.post("/me/password", data=new | {"new": "short", "again": "short"}).status_code == 422
    assert tried(house) == "sato"
    assert client.post("/me/password", data=new).status_code == 303
    assert client.get("/me").status_code == 200
    assert elsewhere.get("/me").status_code == 303
    assert tried(house) is Refusal.WRONG_PASSWORD
    assert tried(house, "another long password") == "sato"
    assert events(house, "account_changed")[-1].actor == "sato"


# --- the command


@pytest.fixture
def kaiji(house, monkeypatch):
    """`kaiji user` with this house."""
    monkeypatch.setattr(cli_users, "open_house", lambda _: house)

    def run(*words, typed=None):
        return CliRunner().invoke(cli_users.app, list(words), input=typed)

    return run


def test_the_command_makes_and_changes_accounts(house, kaiji):
    """Asked twice for the password, or from standard input, or without one."""
    assert (
        kaiji("add", "sato", "--role", "reviewer", "--role", "approver", typed=f"{PASSWORD}\n{PASSWORD}\n").exit_code
        == 0
    )
    assert kaiji("add", "mori", "--role", "operator", "--password-stdin", typed=f"{PASSWORD}\n").exit_code == 0
    assert kaiji("add", "ito", "--role", "auditor", "--no-password", "--email", "ito@example.jp").exit_code == 0
    assert [tried(house, handle=handle) for handle in ("sato", "mori", "ito")] == [
        "sato",
        "mori",
        Refusal.WRONG_PASSWORD,
    ]
    assert kaiji("disable", "mori", "--person", "kato").exit_code == 0
    assert events(house)[-1].actor == "kato"
    assert tried(house, handle="mori") is Refusal.DISABLED
    assert kaiji("enable", "mori").exit_code == 0
    assert kaiji("roles", "mori", "--role", "manager").exit_code == 0
    assert kaiji("password", "mori", "--password-stdin", typed="another long password\n").exit_code == 0
    assert tried(house, "another long password", "mori") == "mori"
    listed = kaiji("list").output
    assert all(word in listed for word in ("sato", "approver, reviewer", "manager", "OIDC, not yet used", "enabled"))


def test_the_command_refuses_in_a_sentence(house, kaiji):
    """An unknown handle, a short password, a person that is no handle."""
    for words in (
        ("disable", "sato"),
        ("enable", "sato"),
        ("password", "sato"),
        ("roles", "sato", "--role", "auditor"),
    ):
        assert "no account sato" in str(kaiji(*words).exception)
    short = kaiji("add", "sato", "--role", "auditor", "--password-stdin", typed="short\n").exception
    assert isinstance(short, KaijiError)
    make_account(house)
    assert "handle" in str(kaiji("disable", "sato", "--person", "Kato Ichiro").exception)
    assert tried(house) == "sato"
