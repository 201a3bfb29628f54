"""Opens a sealed packet's foreign files as page pictures; what cannot be opened goes to quarantine."""

from dataclasses import replace

from tasks.pages import keep_pages
from tasks.receive.batches import part_batch, parts_of
from tasks.receive.page_images import open_pages
from tasks.wiring import House


def open_packet(house: House, number: str) -> None:
    """Keeps the packet's pages as pictures, or parts a scan of many envelopes; UnreadablePacket when it cannot be opened."""
    with house.sealed.original(number) as folder:
        parts = parts_of(open_pages(folder))
    if len(parts) > 1:
        part_batch(house, number, parts)
    else:
        keep_pages(house.sealed, number, [replace(page, index=i) for i, page in enumerate(parts[0])])
