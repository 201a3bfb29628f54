"""Reads a packet's pages and keeps what was read; runs in a reading process."""

from tasks.pages import load_pages
from tasks.read.read_packet import read_packet
from tasks.settings import Settings
from tasks.store.sealed import READING
from tasks.wiring import open_house


def read_and_keep(settings: Settings, number: str) -> None:
    """Reads the pages and keeps the reading with the packet."""
    sealed = open_house(settings).sealed
    reading = read_packet(load_pages(sealed, number))
    sealed.put(number, READING, reading.model_dump_json().encode())
