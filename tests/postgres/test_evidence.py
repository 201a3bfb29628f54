"""The evidence page's routes on a real PostgreSQL: who may see and change what, and what is kept of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from tasks.case.happened import EventKind
from tasks.case.progress import Step, Wait
from tasks.case.roles import Role
from tasks.desk.evidence import look_at_case
from tasks.desk.page_pictures import _picture
from tasks.desk.signed_in import SignedIn
from tasks.store.account_tables import FieldEdit, SigningCode
from tasks.store.cases import accept_answer, case_by_number
from tasks.store.events import events_of, record
from tasks.store.signing import evidence_digest, redeem_code
from tasks.store.tables import Answer, Case, HeldItem, LetterRow
from tasks.wiring import House
from tests.support.cases import ADDRESS, NAME
from tests.support.desk import MARK, PNG, REVIEWER, Asked, account_of, box, desk_of, drawn_case

HTML = {"accept": "text/html"}
JSON = {"accept": "application/json"}
JAPANESE = replace(REVIEWER, language="ja")
OPERATOR = SignedIn("mori", frozenset({Role.OPERATOR}), "en", "token-of-mori")
APPROVER = SignedIn("ito", frozenset({Role.APPROVER}), "en", "token-of-ito")
AUDITOR = SignedIn("ueda", frozenset({Role.AUDITOR}), "en", "token-of-ueda")
MANAGER = SignedIn("kato", frozenset({Role.MANAGER}), "en", "token-of-kato")
MARK_SENT = {"poly": [list(point) for point in box(*MARK)], "reason": "domicile", "source": "label"}


@pytest.fixture
def number(house):
    """A case whose names differ: a deficiency letter waits for its release."""
    return drawn_case(house, id__name=("林田 康文", None))


@pytest.fixture
def asked():
    return Asked()


@pytest.fixture
def client(house, asked):
    """The desk as the reviewer sees it."""
    return browser(house, asked=asked)


def browser(house, person=REVIEWER, asked=None):
    desk = desk_of(house, person, asked or Asked())
    headers = JSON | {"x-csrf-token": person.csrf if person else ""}
    return TestClient(desk, base_url="http://127.0.0.1", headers=headers, follow_redirects=False)


def digest(house, number):
    with house.database.transaction() as session:
        return evidence_digest(session, case_by_number(session, number))


def seen(house, number, kind=EventKind.EVIDENCE_SEEN):
    """The events of a kind, as actor and facts; which policy they stand under is the store's to add."""
    with house.database.transaction() as session:
        events = events_of(session, case_by_number(session, number).id)
        mine = [event for event in events if event.kind == kind]
        return [(event.actor, {name: fact for name, fact in event.facts.items() if name != "policy"}) for event in mine]


def days_to_due(house, number):
    """From today to the due day: as many as the policy gives, and more where the case came on a day that is not counted."""
    with house.database.transaction() as session:
        return (case_by_number(session, number).due_on - house.today()).days


def later(house, minutes):
    """The same house some minutes later."""
    settings = house.settings.model_copy(update={"clock_offset_seconds": minutes * 60})
    return House(settings, house.database, house.sealed)


def test_the_page_tells_what_waits_and_what_is_wrong(house, client, number):
    """Number, question, due day, the failed check before those in order, its sentence, and both names as differing."""
    page = client.get(f"/cases/{number}", headers=HTML).text
    left = f"{days_to_due(house, number)} days left"
    for words in (number, "Release the deficiency letter", left, NAME, ADDRESS, "Take a signing code"):
        assert words in page
    assert page.index("<b>Name on the identity document</b>") < page.index("<b>Fee: amount and means</b>")
    assert "differs from:" in page
    assert "The name on the request form and the name on the identity document differ." in page


def test_the_page_speaks_japanese(house, number):
    """The same page for somebody whose language is Japanese has no English word of its own left in its head."""
    page = browser(house, JAPANESE).get(f"/cases/{number}", headers=HTML).text
    left = f"残り{days_to_due(house, number)}日"
    for words in ("補正依頼書の発送の承認", left, "署名コードを発行する", "相違：", 'lang="ja"'):
        assert words in page
    assert "Take a signing code" not in page


def test_nothing_runs_in_the_page_but_its_own_files(client, number):
    """No script or style stands in the page, so the policy forbids both; nothing is kept by the browser."""
    got = client.get(f"/cases/{number}", headers=HTML)
    policy = got.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert got.headers["cache-control"] == "private, no-store"
    assert "<style" not in got.text
    assert " style=" not in got.text
    assert "onclick" not in got.text
    assert client.get("/static/evidence.js").headers["content-type"].startswith("text/javascript")


def test_what_people_wrote_is_never_markup(house):
    """A value with tags and quotes stands in the page as text, in the list and in what the scripts read."""
    evil = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"
    number = drawn_case(house, person__name=(evil, None))
    page = browser(house).get(f"/cases/{number}", headers=HTML).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert" in page


def test_a_look_is_an_event_with_the_question_that_was_open(client, house, number):
    """Once for each load; it says who, and what the case asked then."""
    client.get(f"/cases/{number}", headers=HTML)
    client.get(f"/cases/{number}", headers=HTML)
    assert seen(house, number) == [("sato", {"what": "case", "step": "release-deficiency-1"})] * 2


def test_a_page_is_noted_once_in_ten_minutes(house, number):
    """However often its picture is loaded; a thumbnail on which nothing can be read is no look."""
    for minutes in (0, 0, 5, 11):
        at = later(house, minutes)
        assert browser(at).get(f"/cases/{number}/pages/1.jpg?dpi=110").status_code == 200
    browser(house).get(f"/cases/{number}/pages/0.jpg?dpi=30")
    facts = {"what": "page", "page": 1, "step": "release-deficiency-1"}
    assert seen(house, number) == [("sato", facts), ("sato", facts)]


def test_pictures_come_at_a_few_densities_only(client, number):
    """A picture is a JPEG that no cache may keep; other densities, pages and cases are refused."""
    got = client.get(f"/cases/{number}/pages/0.jpg?dpi=200")
    assert got.content[:2] == b"\xff\xd8"
    assert got.headers["cache-control"] == "private, no-store"
    assert client.get(f"/cases/{number}/pages/0.jpg?dpi=999").status_code == 422
    assert client.get(f"/cases/{number}/pages/3.jpg").status_code == 404
    assert client.get(f"/cases/{number}/pages/-1.jpg").status_code == 404
    assert client.get("/cases/K26-09999/pages/0.jpg").status_code == 404


def test_an_unknown_case_is_a_page_for_people_and_a_sentence_for_scripts(house):
    """404 in the reader's language, and nothing of what was asked for in it."""
    page = browser(house, JAPANESE).get("/cases/K26-09999", headers=HTML)
    assert page.status_code == 404
    assert "この番号の案件はありません。" in page.text
    assert browser(house).post("/cases/K26-09999/extension").json() == {"error": "There is no case of this number."}


@pytest.mark.parametrize(
    ("person", "sees", "edits"),
    [(REVIEWER, 200, 422), (APPROVER, 200, 422), (OPERATOR, 200, 403), (AUDITOR, 200, 403), (MANAGER, 403, 403)],
)
def test_who_may_see_and_who_may_edit(house, number, person, sees, edits):
    """Managers see figures only; operators and auditors look and change nothing (422: let in, and the form was empty)."""
    client = browser(house, person)
    assert client.get(f"/cases/{number}", headers=HTML).status_code == sees
    assert client.get(f"/cases/{number}/pages/0.jpg").status_code == sees
    for path in ("fields", "pages/0/marks", "pages/0/unmask"):
        assert client.post(f"/cases/{number}/{path}", json={}).status_code == edits
    shown = client.get(f"/cases/{number}", headers=HTML).text
    assert ("mode-redact" in shown) == (edits == 422)


def test_nobody_sees_anything_before_signing_in(house, number):
    """Every route of the page answers 401."""
    client = browser(house, None)
    for path in (f"/cases/{number}", f"/cases/{number}/pages/0.jpg", "/figures/today"):
        assert client.get(path).status_code == 401
    assert client.post(f"/cases/{number}/code", data={"asking": "x", "evidence": "x"}).status_code == 401


def test_a_code_signs_the_question_on_the_page(client, house, number):
    """It is shown with the question and how long it is good; redeemed once, it is the reviewer's."""
    account_of(house)
    wait = Wait(step=Step.RELEASE_DEFICIENCY, attempt=1)
    client.get(f"/cases/{number}", headers=HTML)
    given = client.post(f"/cases/{number}/code", data={"asking": wait.key, "evidence": digest(house, number)}).json()
    assert given["minutes"] == 10
    assert given["step"] == "Release the deficiency letter"
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        evidence = evidence_digest(session, case)
        who = redeem_code(session, house.key("signing"), given["code"], case, wait.key, evidence, house.now())
        assert who.handle == "sato"


def test_the_code_leads_to_the_run(client, house, number):
    """The address is that of the newest run; a plain form gets a page instead of JSON."""
    account_of(house)
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        record(session, EventKind.RUN_CREATED, house.now(), case_id=case.id, run="old")
        record(session, EventKind.RUN_CREATED, house.now(), case_id=case.id, run="new")
    sent = {"asking": "release-deficiency-1", "evidence": digest(house, number)}
    client.get(f"/cases/{number}", headers=HTML)
    assert client.post(f"/cases/{number}/code", data=sent).json()["run"].endswith("/v2/runs/flow-run/new")
    assert "/v2/runs/flow-run/new" in client.post(f"/cases/{number}/code", data=sent, headers=HTML).text


@pytest.mark.parametrize(
    ("asking", "evidence", "person", "status"),
    [
        ("decide-1", None, REVIEWER, 409),
        ("release-deficiency-1", "0" * 64, REVIEWER, 409),
        ("release-deficiency-1", None, OPERATOR, 403),
        ("release-deficiency-1", None, AUDITOR, 403),
    ],
)
def test_no_code_for_another_question_other_evidence_or_another_role(house, number, asking, evidence, person, status):
    """And none is made."""
    account_of(house, person)
    browser(house, person).get(f"/cases/{number}", headers=HTML)
    sent = {"asking": asking, "evidence": evidence or digest(house, number)}
    assert browser(house, person).post(f"/cases/{number}/code", data=sent).status_code == status
    with house.database.transaction() as session:
        assert session.exec(select(SigningCode)).all() == []


def test_who_may_not_answer_is_told_who_may(house, number):
    """An operator sees no button, and the roles that may answer."""
    page = browser(house, OPERATOR).get(f"/cases/{number}", headers=HTML).text
    assert "Take a signing code" not in page.partition("<dialog")[0]
    assert "To be answered by:" in page
    assert "reviewer" in page


def test_a_field_is_edited_confirmed_and_taken_out(client, house, number, asked):
    """Each goes to the stage as one change with the person of the session; a confirmed value is the one that was read."""
    evidence = digest(house, number)
    for what in (
        {"name": "person.name", "action": "value", "value": " 林田 康史 "},
        {"name": "person.name", "action": "right"},
        {"name": "person.name", "action": "absent"},
        {"name": "person.kana", "action": "value", "value": "ハヤシダ", "page": 0, "poly": box(10, 10, 200, 60)},
    ):
        assert client.post(f"/cases/{number}/fields", json=what | {"evidence": evidence}).status_code == 200
    changes = [change for _, _, change in asked.calls]
    assert [change.value for change in changes] == ["林田 康史", NAME, None, "ハヤシダ"]
    assert {change.person for change in changes} == {"sato"}
    assert [change.page for change in changes] == [None, None, None, 0]
    assert changes[3].poly == box(10, 10, 200, 60)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"name": "person.name", "action": "value", "value": "  "}, 422),
        ({"name": "no.such", "action": "value", "value": "x"}, 422),
        (
            {
                "name": "person.kana",
                "action": "value",
                "value": "x",
                "page": 0,
                "poly": [[0, 0], [2, 0], [2, 1], [0, 1]],
            },
            422,
        ),
        ({"name": "person.name", "action": "right", "evidence": "0" * 64}, 409),
    ],
)
def test_a_field_that_cannot_be_taken_reaches_no_stage(client, house, number, asked, change, status):
    """Nothing typed, no such field, a place off the page, or evidence that has changed meanwhile."""
    sent = {"evidence": digest(house, number)} | change
    answer = client.post(f"/cases/{number}/fields", json=sent)
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}
    assert asked.calls == []


def test_what_a_stage_refuses_is_told_as_a_sentence(client, house, number, asked):
    """The stage's own sentence, and no trace of what was typed."""
    asked.refuses = "There is no such day; write it as 2026-11-20 or 令和8年11月20日."
    sent = {"name": "request.date", "action": "value", "value": "令和8年13月40日", "evidence": digest(house, number)}
    answer = client.post(f"/cases/{number}/fields", json=sent)
    assert answer.status_code == 422
    assert answer.json() == {"error": asked.refuses}


def test_what_a_stage_refuses_is_told_in_the_readers_language(house, number, asked):
    """The stages speak English; whoever reads Japanese is told in Japanese, the case's number included."""
    asked.refuses = f"{number} does not wait for this any more; load the page again."
    sent = {"name": "id.name", "action": "value", "value": NAME, "evidence": digest(house, number)}
    answer = browser(house, JAPANESE, asked).post(f"/cases/{number}/fields", json=sent)
    assert answer.status_code == 422
    assert answer.json() == {"error": f"{number} は、すでにこの回答を待っていません。再読込みしてください。"}


def test_boxes_go_to_the_stage_with_whose_they_are(client, house, number, asked):
    """A box that is as it was keeps its finder; a new one is a person's, whatever the sender calls it."""
    new = {"poly": [list(point) for point in box(100, 100, 300, 140)], "reason": "my_number", "source": "layout"}
    sent = {"marks": [MARK_SENT, new], "evidence": digest(house, number)}
    assert client.post(f"/cases/{number}/pages/1/marks", json=sent).status_code == 200
    ((_, case, change),) = asked.calls
    assert case == number
    assert (change.page, change.person, change.reason) == (1, "sato", "")
    assert [(mark.reason, mark.source) for mark in change.marks] == [("domicile", "label"), ("my_number", "person")]


@pytest.mark.parametrize("marks", [[], [MARK_SENT | {"poly": [list(point) for point in box(320, 560, 700, 610)]}]])
def test_a_box_goes_or_shrinks_for_a_reason_only(client, house, number, asked, marks):
    """Without one nothing is asked of the stage; with one it is."""
    sent = {"marks": marks, "evidence": digest(house, number)}
    assert client.post(f"/cases/{number}/pages/1/marks", json=sent).status_code == 422
    assert asked.calls == []
    told = sent | {"reason": "It covers the current address."}
    assert client.post(f"/cases/{number}/pages/1/marks", json=told).status_code == 200
    assert asked.calls[0][2].reason == "It covers the current address."


def test_a_larger_or_confirmed_box_needs_no_reason(client, house, number, asked):
    """As it stands, or grown: nothing that was covered is shown."""
    grown = MARK_SENT | {"poly": [list(point) for point in box(300, 550, 950, 620)]}
    for marks in ([MARK_SENT], [grown]):
        sent = {"marks": marks, "evidence": digest(house, number)}
        assert client.post(f"/cases/{number}/pages/1/marks", json=sent).status_code == 200
    assert len(asked.calls) == 2


def test_a_region_is_unmasked_for_a_reason_only(client, number, asked):
    """Four letters are none; with five the picture comes, with the moment, and no cache may keep it."""
    region = {"poly": [list(point) for point in box(*MARK)], "reason": "  abc  "}
    assert client.post(f"/cases/{number}/pages/1/unmask", json=region).status_code == 422
    assert asked.calls == []
    got = client.post(f"/cases/{number}/pages/1/unmask", json=region | {"reason": "Compare with the form"})
    assert got.content == PNG
    assert got.headers["cache-control"] == "private, no-store"
    assert got.headers["x-seen-at"]
    assert asked.calls == [("unmask", number, 1, box(*MARK), "Compare with the form", "sato")]


def test_more_time_is_asked_for_and_the_case_moves_on(client, house, number, asked):
    """An event with the person, and a run for what it waits for now; an auditor asks for nothing."""
    assert client.post(f"/cases/{number}/extension").status_code == 303
    assert seen(house, number, EventKind.EXTENSION_ASKED) == [("sato", {})]
    assert asked.calls == [("move_on", number)]
    assert browser(house, AUDITOR).post(f"/cases/{number}/extension").status_code == 403


def test_a_closed_case_takes_no_more_time(client, house, number, asked):
    """No button, and 409 for whoever sends the form nevertheless."""
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        record(session, EventKind.CASE_CLOSED, house.now(), case_id=case.id)
    page = client.get(f"/cases/{number}", headers=HTML).text
    assert f"/cases/{number}/extension" not in page
    assert "Closed; nothing is asked any more." in page
    assert client.post(f"/cases/{number}/extension").status_code == 409
    assert asked.calls == []


def test_the_language_of_the_letters_is_chosen_on_the_page(house, asked):
    """By a reviewer, among those that the company writes; nobody else has the choice, and a run follows."""
    number = drawn_case(house)
    page = browser(house).get(f"/cases/{number}", headers=HTML).text
    assert '<option value="ja" selected>Japanese</option>' in page
    assert 'name="language"' not in browser(house, OPERATOR).get(f"/cases/{number}", headers=HTML).text
    assert browser(house, OPERATOR).post(f"/cases/{number}/language", data={"language": "en"}).status_code == 403
    assert browser(house).post(f"/cases/{number}/language", data={"language": "fr"}).status_code == 422
    assert browser(house, asked=asked).post(f"/cases/{number}/language", data={"language": "en"}).status_code == 303
    assert asked.calls == [("move_on", number)]
    assert seen(house, number, EventKind.LANGUAGE_CHANGED) == [("sato", {"language": "en"})]
    assert "英語" in browser(house, JAPANESE).get(f"/cases/{number}", headers=HTML).text


def test_a_letter_is_shown_and_noted(client, house, number):
    """From the outbox under its day; a letter of no case, or a path, is none."""
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        row = {"case_id": case.id, "kind": "deficiency", "occasion": "deficiency", "sequence": 1}
        session.add(LetterRow(**row, number=f"{number}-1", written_on=house.today()))
    file = house.outbox / house.today().isoformat() / f"{number}-1.pdf"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"%PDF-1.7")
    assert client.get(f"/cases/{number}/letters/{number}-1.pdf").content == b"%PDF-1.7"
    facts = {"letter": f"{number}-1", "step": "release-deficiency-1"}
    assert seen(house, number, EventKind.LETTER_SEEN) == [("sato", facts)]
    assert client.get(f"/cases/{number}/letters/{number}-2.pdf").status_code == 404
    assert client.get(f"/cases/{number}/letters/..%2Fx.pdf").status_code == 404
    assert f"/cases/{number}/letters/{number}-1.pdf" in client.get(f"/cases/{number}", headers=HTML).text


def test_the_page_shows_held_data_edits_and_what_does_not_stand_there(client, house, number):
    """Near matches are told apart; an edited field names its editor; a withdrawn one is listed."""
    with house.database.transaction() as session:
        case = session.exec(select(Case)).one()
        session.add(HeldItem(case_id=case.id, position=0, system="会員台帳", exact=True, values=[["氏名", NAME]]))
        session.add(HeldItem(case_id=case.id, position=1, system="問合せ", exact=False, values=[["氏名", "林田"]]))
        mine = {"case_id": case.id, "packet_id": case.packet_id, "page": 0, "poly": [], "person": "ito"}
        session.add(FieldEdit(**mine, name="person.name", before="x", value=NAME, at=house.now()))
        session.add(
            FieldEdit(**mine, name="person.kana", before="x", value=None, at=house.now() + timedelta(seconds=1))
        )
    page = client.get(f"/cases/{number}", headers=HTML).text
    for words in (
        "会員台帳",
        "a near match: whose is it?",
        "edited by ito",
        "Said not to stand there",
        "Name in kana",
    ):
        assert words in page


def test_the_due_day_is_the_one_that_a_person_moved_it_to(house, number):
    """The page says the same day as the worklist and the form."""
    until = house.today() + timedelta(days=200)
    with house.database.transaction() as session:
        case = case_by_number(session, number, lock=True)
        record(session, EventKind.EXTENSION_ASKED, house.now(), actor="sato", case_id=case.id)
        choices = {"action": "extend", "until": until.isoformat()}
        accept_answer(session, case, Wait(step=Step.EXTEND_DUE, attempt=1), choices, "kato", house.now())
    assert look_at_case(house, number, REVIEWER).due == until


def test_an_approver_who_decided_is_told_why_not(house, number, monkeypatch):
    """Who decided sees no button for the approval and reads why; another approver has the button."""
    approval = Wait(step=Step.APPROVE, attempt=1)
    for module in ("signing_offer", "evidence", "views"):
        monkeypatch.setattr(f"tasks.desk.{module}.what_comes_next", lambda _: approval)
    with house.database.transaction() as session:
        done = {"attempt": 1, "answered_at": house.now(), "choices": {"disclosure": "refuse"}, "reason": ""}
        case = case_by_number(session, number)
        session.add(Answer(**done, case_id=case.id, step="decide", person="ito"))
        told = {"step": "decide", "attempt": 1, "choices": done["choices"]}
        record(session, EventKind.ANSWERED, house.now(), actor="ito", case_id=case.id, **told)
    page = browser(house, APPROVER).get(f"/cases/{number}", headers=HTML).text
    assert "You decided in this case; somebody else must answer this." in page
    assert 'id="take-code"' not in page
    other = replace(APPROVER, handle="ono")
    assert 'id="take-code"' in browser(house, other).get(f"/cases/{number}", headers=HTML).text


def test_the_figures_hold_no_person(client, number):
    """The list of open cases names cases and stages and nobody."""
    page = client.get("/figures/cases?pick=open", headers=HTML).text
    assert number in page
    assert NAME not in page


def test_many_pictures_at_once_are_each_their_own(house, number):
    """The library that draws pages may be in one thread only; a strip of thumbnails asks for many at a time."""
    client = browser(house)
    paths = [f"/cases/{number}/pages/{page}.jpg?dpi=30" for page in (0, 1, 2)]
    alone = [client.get(path).content for path in paths]
    _picture.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda path: client.get(path).content, paths * 8))
    assert len(set(alone)) == 3
    assert together == alone * 8
