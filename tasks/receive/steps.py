"""What Prefect runs of the receive stage."""

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.receive import inbox, quarantine
from tasks.store.packets import unfinished_packets
from tasks.wiring import open_house


@task(name="take inbox", cache_policy=NO_CACHE, persist_result=False)
def take_inbox() -> list[str]:
    """Seals what lies still in the inbox; the numbers of all packets whose intake is not finished, old ones first."""
    house = open_house()
    for _ in inbox.take_inbox(house, house.settings.inbox):
        pass
    with house.database.transaction() as session:
        return [packet.number for packet in unfinished_packets(session) if packet.status != "registered"]


@task(name="quarantine packet", cache_policy=NO_CACHE, persist_result=False)
def quarantine_packet(packet_number: str, reason: str) -> None:
    """Puts a packet into quarantine with its reason."""
    quarantine.quarantine_packet(open_house(), packet_number, reason)
