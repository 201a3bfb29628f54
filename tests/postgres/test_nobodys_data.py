"""Where no personal value may ever stand: the record, the log, names of files, what Prefect shows, the manifest.

A case goes all its ways with real values in everything that people and systems bring: held, near and brought records, work
orders, reasons, notices, an electronic answer, returned mail.
"""

import json
import logging
import re

import pytest
from sqlalchemy import text

from tasks.case.held import HeldVerdict
from tasks.case.orders import Entry
from tasks.case.progress import Deed, Step, Wait
from tasks.decide.asking import coming, form_of
from tasks.decide.describing import describe
from tasks.decide.held_data import search_held_data
from tasks.desk.evidence_held import keep_file
from tasks.desk.notices import fetch_package, send_packages
from tasks.outbox.bundles import make_bundles
from tasks.receive.returned import take_returned
from tasks.reply.notices import acknowledge, release_notice
from tasks.reply.put_out import put_out
from tasks.reply.work_orders import instruct
from tasks.store.cases import case_by_number, held_items, letters_of
from tasks.store.held import judge_record
from tasks.store.orders import standing_orders
from tests.postgres.test_held_sources import CSV, MINE, NEAR, a_csv, house_of
from tests.support.cases import ADDRESS, NAME, open_case
from tests.support.moving import do
from tests.support.signing import answer, record_all

OLD, NEW, TOLD, WHY = "京都市北区紫野41番", "大阪市中央区城見77番", "上司の倉本と相談のこと", "倉本氏との契約による支障"
SECRETS = (NAME, ADDRESS, "1986-02-11", "札幌市中央区", "沖田", "布施", "宇佐美", "08011112222", OLD, NEW, TOLD, WHY)
SECRETS_OF_TWO = ("林田", "康支", "倉本", "健吾", "あかり")


def found_in(said: str) -> list[str]:
    """What of a person stands in a text, however it is spaced or escaped."""
    plain = re.sub(r"\s", "", said + json.dumps(said).encode().decode("unicode_escape", "replace"))
    return [each for each in (*SECRETS, *SECRETS_OF_TWO) if re.sub(r"\s", "", each) in plain]


def case_of_many_ways(here):
    """A case that has gone them all; what Prefect would have shown meanwhile."""
    number = open_case(here, request__kinds=("開示・訂正", "disclosure,correction"))
    shown = []

    def see(wait):
        shown.append(describe(here, number, wait) + json.dumps(form_of(here, number, wait).model_json_schema()))
        return wait

    search_held_data(here, number)
    brought = f"{CSV}{NAME},{ADDRESS},1986-02-11,宇佐美 律\n".encode()
    keep_file(here, number, "paper", brought, "mori")
    assert answer(here, number, see(coming(here, number)), "mori", outcome="found")
    with here.database.transaction() as session:
        case = case_by_number(session, number)
        near = next(item.position for item in held_items(session, case.id) if item.is_open)
        judge_record(session, case, near, HeldVerdict.OTHERS, "sato", here.now())
    acknowledge(here, number, "sato")
    release_notice(here, f"{number}-1", "sato")
    decision = {"disclosure": "disclose_partly", "correction": "correct", "withheld": ["address"], "grounds": ["5"]}
    chosen = decision | {"delivery": "electronic_csv", "reason": WHY}
    assert answer(here, number, see(coming(here, number)), "sato", **chosen)
    while (now := coming(here, number)) is not None and not (isinstance(now, Wait) and now.step is Step.DISPATCH_REPLY):
        if isinstance(now, Deed):
            put_out(here, number) if now is Deed.PUT_OUT else do(here, number, now)
        elif see(now).step is Step.CARRY_OUT:
            with here.database.transaction() as session:
                (order, *_) = standing_orders(session, case_by_number(session, number).id)
            instruct(here, number, order.number, TOLD, "mori")
            record_all(here, number, Entry("住所", OLD, NEW, TOLD))
            assert answer(here, number, now, "mori", action="done")
        else:
            assert answer(here, number, now, "ito", action="approve" if now.step is Step.APPROVE else "release")
    with here.database.transaction() as session:
        letters = letters_of(session, case_by_number(session, number).id)
    assert [each.number for each in letters if each.by_hand] == []
    package = next(each.number for each in letters if each.package)
    fetch_package(here, package, "mori")
    assert [each.problem for each in send_packages(here, "mori", [package], "email")] == [""]
    assert answer(here, number, see(coming(here, number)), "mori", action="posted", tracking_number="123-45-67890-1")
    do(here, number, Deed.CLOSE)
    packet = returned(here, number, next(each.number for each in letters if each.occasion == "correction"))
    shown.append(describe(here, number, coming(here, number)))
    return number, packet, shown


def returned(here, number, letter):
    """A letter that came back; its scan is another packet's."""
    other = open_case(here, b"other")
    with here.database.transaction() as session:
        packet = session.connection().execute(text("SELECT number FROM packet ORDER BY id DESC LIMIT 1")).scalar_one()
    assert other != number
    take_returned(here, packet, letter, 1)
    return packet


@pytest.fixture
def electronic(house, tmp_path, monkeypatch):
    """A house that offers electronic answers, with a system that is searched and one that a person searches."""
    two = (("crm", "顧客管理", "csv"), ("paper", "紙の記録", "by_hand"))
    here = house_of(house, tmp_path, monkeypatch, *two, crm=a_csv(tmp_path, "crm", MINE, NEAR))
    file = here.settings.policies / "rococo.toml"
    said = file.read_text(encoding="utf-8").replace("[reply]", '[reply]\nelectronic = ["csv"]', 1)
    file.write_text(said, encoding="utf-8")
    return here


def test_the_record_the_log_and_every_name_hold_nobody(electronic, caplog):
    """Only case numbers and codes; what was typed, found, brought, printed or sent stands in its own place alone."""
    caplog.set_level(logging.DEBUG)
    number, _, shown = case_of_many_ways(electronic)
    with electronic.database.transaction() as session:
        kept = session.connection().execute(text("SELECT kind, actor, facts::text FROM event")).all()
    assert {"held_data_brought", "held_record_judged", "order_changed", "package_sent", "letter_returned"} <= {
        each.kind for each in kept
    }
    names = [str(path.relative_to(electronic.settings.root)) for path in electronic.settings.root.rglob("*")]
    assert any(number in each for each in names)
    manifests = [
        (electronic.outbox / bundle.day.isoformat() / bundle.files[-1]).read_text(encoding="utf-8")
        for bundle in make_bundles(electronic, electronic.today())
    ]
    assert number in manifests[0]
    places = {
        "record": "\n".join(map(str, kept)),
        "log": caplog.text,
        "names": "\n".join(names),
        "prefect": "\n".join(shown),
        "manifests": "\n".join(manifests),
    }
    assert {place: found for place, said in places.items() if (found := found_in(said))} == {}
    assert found_in(str([MINE, NEAR]))  # such a text would be found
