"""A database of the first version is brought up to date with everything in it, and its cases go on."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from tasks.case.errors import PolicyMistake
from tasks.case.progress import Deed
from tasks.decide.asking import coming
from tasks.decide.describing import describe
from tasks.decide.held_data import search_held_data
from tasks.decide.lapse import let_lapse
from tasks.store.cases import case_by_number
from tasks.store.database import MIGRATIONS
from tasks.store.packets import findings_of, packet_by_number
from tasks.store.policies import policy_text
from tests.support.cases import open_case

NEWER = ("supplement", "ledger_entry", "policy_text")  # tables of the second version
NEWEST = ("login_session", "signing_code", "field_edit", "redaction_edit", "unmasking", "account")  # of the third


def to(house, version):
    """Brings the database to a version and back to where it stood."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with house.database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.stamp(config, version)
        command.upgrade(config, "head")


@pytest.fixture
def older(house):
    """A case as the first version left it: without what the second one added."""
    number = open_case(house)
    with house.database.engine.begin() as connection:
        for table in NEWER + NEWEST:
            connection.execute(text(f"DROP TABLE {table}"))
        for table, column in (
            ("packet", "channel"),
            ("packet", "batch"),
            ("letter", "reply_by"),
            ("finding", "evidence"),
            ("letter", "withdrawn"),
        ):
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        connection.execute(text("ALTER TABLE letter ADD UNIQUE (case_id, kind, occasion)"))
        connection.execute(text("DROP FUNCTION event_is_only_added CASCADE"))
    to(house, "0001")
    return number


def test_a_case_of_before_goes_on_under_its_policys_file(house, older, monkeypatch):
    """Its packet came by post; the text that its file says is kept from now on."""
    monkeypatch.setattr("tasks.wiring._POLICIES", {})
    with house.database.transaction() as session:
        case, packet = case_by_number(session, older), packet_by_number(session, "P26-00001")
        assert (packet.channel, packet.batch) == ("post", "")
        assert all(finding.evidence == () for finding in findings_of(session, packet.id))
    assert coming(house, older) is Deed.SEARCH_HELD_DATA
    search_held_data(house, older)
    assert older in describe(house, older, coming(house, older))
    assert not let_lapse(house, older)
    assert house.policy_of(case).version == case.policy_version
    with house.database.transaction() as session:
        assert "rococo" in policy_text(session, case.policy, case.policy_version)


def test_a_later_packet_joins_a_case_of_before(house, older):
    """And is checked with what was read then."""
    more = {"request__kinds": None, "request__date": None, "form__signature": None, "slip__case": (older, older)}
    assert open_case(house, b"more", **more, fee__instruments=None, fee__total=None, fee__payees=None) == older


def test_a_version_that_no_file_says_is_asked_for(house, older, monkeypatch, tmp_path):
    """The desk hears which file to put back; nothing is judged by another version."""
    monkeypatch.setattr("tasks.wiring._POLICIES", {})
    moved = house.settings.model_copy(update={"policies": tmp_path / "none"})
    with house.database.transaction() as session:
        case = case_by_number(session, older)
    with pytest.raises(PolicyMistake, match=r"rococo@2008-10-29\.toml"):
        type(house)(moved, house.database, house.sealed).policy_of(case)
