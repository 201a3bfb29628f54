"""What Prefect runs of the check stage."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.check.open_case import check_and_open
from tasks.store.tables import PacketStatus
from tasks.wiring import open_house


@task(name="check packet", task_run_name="check {packet_number}", cache_policy=NO_CACHE, persist_result=False)
def check_packet(packet_number: str) -> None:
    """Collects every finding and opens the case."""
    house = open_house()
    with house.or_quarantine(packet_number):
        if house.packet_is(packet_number, PacketStatus.REDACTED):
            check_and_open(house, packet_number)
