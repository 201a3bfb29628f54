"""Opens a sealed packet's foreign files as page pictures; what cannot be opened goes to quarantine."""

from dataclasses import replace

from tasks.case.errors import UnreadablePacket
from tasks.pages import keep_pages
from tasks.receive.batches import part_batch, parts_of
from tasks.receive.page_images import open_pages
from tasks.store.packets import packet_by_number
from tasks.wiring import House


def open_packet(house: House, number: str) -> None:
    """Keeps the packet's pages as pictures, or parts a scan of many envelopes; UnreadablePacket when it cannot be opened."""
    with house.database.transaction() as session:
        is_part = bool(packet_by_number(session, number).batch)
    with house.sealed.original(number) as folder:
        pages = open_pages(folder)
    parts = [pages] if is_part else parts_of(pages)  # what the batch's sheets kept together stays so
    if not parts:
        raise UnreadablePacket("The packet holds only separator sheets; scan the envelopes with them.")
    if len(parts) > 1:
        part_batch(house, number, parts)
    else:
        keep_pages(house.sealed, number, [replace(page, index=i) for i, page in enumerate(parts[0])])
