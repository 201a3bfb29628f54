"""What lies in the outbox: the letters themselves, apart from the bundles that are made of them."""

from pathlib import Path

from tasks.case.means import Means
from tasks.letter_places import bundle_files

BUNDLES = {file.name for means in Means for file in bundle_files(Path(), means)}


def lying(house) -> list[Path]:
    """Every file but the bundles, hidden ones too."""
    return sorted(path for path in house.outbox.rglob("*") if path.is_file() and path.name not in BUNDLES)


def bundled(house) -> list[str]:
    """The names of the bundles' files."""
    return sorted(path.name for path in house.outbox.rglob("*") if path.name in BUNDLES)
