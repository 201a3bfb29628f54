"""Opens a sealed packet's foreign files as page pictures; what cannot be opened goes to quarantine."""

from dataclasses import replace

from tasks.case.errors import KaijiError, UnreadablePacket
from tasks.engines.image_files import PageImage
from tasks.pages import keep_pages
from tasks.receive.batches import part_batch, parts_of
from tasks.receive.page_images import open_pages
from tasks.receive.returned import letter_that_returned, take_returned
from tasks.store.packets import packet_by_number
from tasks.wiring import House


def open_packet(house: House, number: str) -> None:
    """Keeps the packet's pages as pictures, parts a scan of many envelopes, or gives a letter that came back to its case.

    UnreadablePacket when it cannot be opened, NotReturned for a letter that a person must look at.
    """
    with house.database.transaction() as session:
        is_part = bool(packet_by_number(session, number).batch)
    with house.sealed.original(number) as folder:
        pages = open_pages(folder)
    parts = [pages] if is_part else parts_of(pages)  # what the batch's sheets kept together stays so
    if not parts:
        raise UnreadablePacket("The packet holds only separator sheets; scan the envelopes with them.")
    if len(parts) > 1:
        part_batch(house, number, parts)
    elif letter := letter_that_returned(parts[0], house.key("packages")):
        take_returned(house, number, letter, len(parts[0]))
    else:
        keep_pages(house.sealed, number, [replace(page, index=i) for i, page in enumerate(parts[0])])


def pages_again(house: House, number: str, count: int) -> list[PageImage]:
    """The `count` pages of a packet that was opened before, from its sealed original, as they were then.

    Of a My Number that came the original holds only what was painted over it. KaijiError where the original is gone, in
    quarantine or destroyed, and where it shows other pages than then.
    """
    try:
        with house.sealed.original(number) as folder:
            pages = open_pages(folder)
    except (UnreadablePacket, OSError):
        raise KaijiError(
            f"The sealed original of {number} is not there or cannot be opened; see to the disk."
        ) from None
    if len(pages) != count:  # separator sheets were taken out
        parts = parts_of(pages)
        pages = parts[0] if len(parts) == 1 else []
    if len(pages) != count:
        raise KaijiError(
            f"The sealed original of {number} shows other pages than it did when it was read; see to the disk."
        )
    return [replace(page, index=i) for i, page in enumerate(pages)]
