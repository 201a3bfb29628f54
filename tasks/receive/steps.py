"""What Prefect runs of the receive stage."""

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.case.happened import EventKind
from tasks.quiet import only_place_told
from tasks.receive import inbox
from tasks.receive.open_packet import open_packet as open_sealed
from tasks.store.packets import unfinished_packets
from tasks.store.tables import PacketStatus
from tasks.wiring import House, open_house


@task(name="take inbox", cache_policy=NO_CACHE, persist_result=False)
def take_inbox() -> list[str]:
    """Seals what lies still in the inbox; the numbers of all packets whose intake is not finished, old ones first."""
    house = open_house()
    with only_place_told():  # a file's name may be a person's
        for _ in inbox.take_inbox(house, house.settings.inbox, get_run_logger().error):
            pass
    return _unfinished(house)


@task(name="parted packets", cache_policy=NO_CACHE, persist_result=False)
def parted_packets(done: list[str]) -> list[str]:
    """The numbers of packets that a batch scan was parted into meanwhile, and that nobody has worked on yet."""
    return [number for number in _unfinished(open_house()) if number not in done]


def _unfinished(house: House) -> list[str]:
    with house.database.transaction() as session:
        return [packet.number for packet in unfinished_packets(session)]


@task(name="open packet", task_run_name="open {packet_number}", cache_policy=NO_CACHE, persist_result=False)
def open_packet(packet_number: str) -> None:
    """Turns a sealed packet into page pictures, or puts it into quarantine."""
    house = open_house()
    with house.stage(packet_number, PacketStatus.SEALED, PacketStatus.OPENED, EventKind.PACKET_OPENED) as due:
        if due:
            open_sealed(house, packet_number)
