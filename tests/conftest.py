"""What several tiers share: a PostgreSQL of the tests' own."""

import gc
import os
import tempfile
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import settings as properties
from sqlalchemy import NullPool, create_engine, text
from xdist.scheduler import LoadFileScheduling

from tasks.demo.held_data import sample_sources
from tasks.engines import weasyprint_pdf
from tasks.engines.postgres import LocalPostgres
from tasks.settings import Settings
from tasks.store.database import Database
from tasks.wiring import House, open_house
from tests.support.messages import listening

TAKEN_IN = ("01-disclosure-complete", "04-fee-short", "07-id-missing", "09-unreadable")
WHOLE_HOUSE = ("flow/test_house.py", "flow/test_forked_runs.py", "browser/test_approve.py")
TEMPLATE = "empty_house"
# The same words give the same PDF, which tests without a house prove; most cases of tests get the same letters.
TYPESET_ONCE = lru_cache(maxsize=256)(weasyprint_pdf._typeset)
properties.register_profile("kaiji", deadline=None)  # how long one example takes says more of the machine
properties.load_profile("kaiji")


class OneHouse(LoadFileScheduling):
    """Files beside each other, and the files whose tests share the one whole house in one process."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "whole house" if file.endswith(WHOLE_HOUSE) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Files that share something costly need one process; single tests, which may run anywhere, need none."""
    return OneHouse(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_finish():
    """What is imported by now is never garbage; looked through again and again, it took an eighth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL in a short path, since a socket's path may not be long; stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="kaiji-pg-") as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101, S103  # its unprivileged account must pass
        server = LocalPostgres(Path(folder) / "pg", "embedded")
        server.start([TEMPLATE])
        with admin(Path(folder) / "pg") as connection:
            for careless in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                connection.execute(text(f"ALTER SYSTEM SET {careless} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        empty = Database(address(Path(folder) / "pg", TEMPLATE))
        empty.migrate()
        empty.close()
        yield Path(folder) / "pg", server
        server.stop()


def address(folder: Path, name: str) -> str:
    return f"postgresql+psycopg://postgres@/{name}?host={folder}"


@contextmanager
def admin(folder: Path):
    """A connection that may make databases."""
    engine = create_engine(address(folder, "postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def mark_letters_alike(house: House) -> None:
    """Lets the return codes of every test's letters bear the same marks, so that no letter differs by chance."""
    house.key("packages")
    (house.settings.root / "keys" / "packages.key").write_bytes(b"The key of every house of tests.")


@pytest.fixture
def house(postgres, tmp_path, request, monkeypatch) -> House:
    """A house with an empty database and a home of its own; its clock is the machine's."""
    monkeypatch.setattr(weasyprint_pdf, "_typeset", TYPESET_ONCE)
    folder, _ = postgres
    name = f"t{abs(hash(request.node.nodeid)) % 10**10}"
    with admin(folder) as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY"))
    url = address(folder, name)
    settings = Settings(home=tmp_path, database_url=url, stability_seconds=0, sources=sample_sources())
    made = open_house(settings)
    settings.inbox.mkdir()
    mark_letters_alike(made)
    yield made
    made.database.close()
    with admin(folder) as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def inbox():
    """A server that takes messages."""
    with listening() as server:
        yield server


@pytest.fixture(scope="session")
def running():
    """A whole house with four sample packets taken in; stopped at the end, whatever happened."""
    from tests.support.running import RunningHouse  # and Prefect, which takes seconds

    with tempfile.TemporaryDirectory(prefix="kaiji-") as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101, S103  # PostgreSQL's account must pass
        house = RunningHouse(Path(folder) / "home")
        try:
            house.up()
            house.hire()
            for sample in TAKEN_IN:
                house.put(sample)
            house.first_intake = house.run("intake")
            yield house
        finally:
            if house.process and house.process.poll() is None:
                house.stop()
            for process in house.processes():
                process.kill()
