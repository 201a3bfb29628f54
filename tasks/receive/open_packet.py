"""Opens a sealed packet's foreign files as page pictures; what cannot be opened goes to quarantine."""

from tasks.pages import keep_pages
from tasks.receive.page_images import open_pages
from tasks.wiring import House


def open_packet(house: House, number: str) -> None:
    """Keeps the packet's pages as pictures; UnreadablePacket when it cannot be opened."""
    with house.sealed.original(number) as folder:
        keep_pages(house.sealed, number, open_pages(folder))
