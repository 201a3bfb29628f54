"""The companies' names at hand for every page of figures, also of one whose policy is gone."""

from collections.abc import Hashable, Mapping

from tasks.case.bilingual import Said
from tasks.case.errors import KaijiError
from tasks.desk.figures_cache import Kept
from tasks.figures.companies import Ruled, name_of, newest_versions
from tasks.figures.frames import Frames
from tasks.wiring import House

_NAMES: Kept[Mapping[str, Said]] = Kept(20)


def companies_of(house: House, frames: Frames) -> Mapping[str, Said]:
    """The companies by the code of their policy, in order; a policy of which no text is left stands for itself."""
    return _NAMES.get(
        _key(house, frames), lambda: {each.policy: _name(house, each) for each in newest_versions(frames)}
    )


def companies_at_hand(house: House, frames: Frames) -> Mapping[str, Said] | None:
    """The same where somebody has asked for them already; None where they would have to be looked up."""
    return _NAMES.at_hand(_key(house, frames))


def _key(house: House, frames: Frames) -> Hashable:
    return house.settings.case_database, frames.version


def _name(house: House, version: Ruled) -> Said:
    try:
        return name_of(house, version)
    except KaijiError:
        return Said(version.policy, version.policy)
