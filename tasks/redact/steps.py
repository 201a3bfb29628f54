"""What Prefect runs of the redact stage."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.case.happened import EventKind
from tasks.engines.pool import run_in_pool
from tasks.redact.redaction_file import redact_and_keep
from tasks.store.tables import PacketStatus
from tasks.wiring import open_house


@task(name="redact packet", task_run_name="redact {packet_number}", cache_policy=NO_CACHE, persist_result=False)
def redact_packet(packet_number: str) -> None:
    """Blacks out what may not be held, and proves that it is gone."""
    house = open_house()
    with house.stage(packet_number, PacketStatus.READ, PacketStatus.REDACTED, EventKind.PACKET_REDACTED) as due:
        if due:
            run_in_pool(house.settings.readers, redact_and_keep, house.settings, packet_number)
