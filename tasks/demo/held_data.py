"""Where the sources of held data lie that the sample policies declare: files of `samples/held_data`."""

from pydantic import SecretStr

from tasks.demo.packets import SAMPLES

_DATABASE = f"sqlite:///{SAMPLES / 'held_data' / 'business.sqlite'}"
_LIST = str(SAMPLES / "held_data" / "customers.csv")
SOURCES: dict[str, str] = {
    **dict.fromkeys(("members", "orders", "inquiries", "newsletter", "provisions"), _DATABASE),
    "customers": _LIST,
}


def sample_sources() -> tuple[tuple[str, SecretStr], ...]:
    """The setting `sources` of a house that serves the sample policies."""
    return tuple((code, SecretStr(address)) for code, address in SOURCES.items())
