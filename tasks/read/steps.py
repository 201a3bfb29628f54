"""What Prefect runs of the read stage."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.case.happened import EventKind
from tasks.engines.pool import run_in_pool
from tasks.read.reading_file import read_and_keep
from tasks.store.tables import PacketStatus
from tasks.wiring import open_house


@task(name="read packet", task_run_name="read {packet_number}", cache_policy=NO_CACHE, persist_result=False)
def read_packet(packet_number: str) -> None:
    """Reads page kinds and fields."""
    house = open_house()
    with house.stage(packet_number, PacketStatus.OPENED, PacketStatus.READ, EventKind.PACKET_READ) as due:
        if due:
            run_in_pool(house.settings.readers, read_and_keep, house.settings, packet_number)
