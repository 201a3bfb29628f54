"""What the companies are called whose cases the figures count."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tasks.case.bilingual import Said
from tasks.case.errors import KaijiError
from tasks.desk.figures_cache import Kept
from tasks.figures.frames import Frames
from tasks.wiring import House

_NAMES: Kept[Mapping[str, Said]] = Kept(20)


@dataclass(frozen=True)
class _Version:
    policy: str
    policy_version: str


def companies_of(house: House, frames: Frames) -> Mapping[str, Said]:
    """The companies by the code of their policy, in order; a policy of which no text is left stands for itself."""
    return _NAMES.get((house.settings.case_database, frames.version), lambda: _names(house, frames))


def _names(house: House, frames: Frames) -> Mapping[str, Said]:
    newest = frames.cases.group_by("policy").agg(pl.col("policy_version").last()).sort("policy")
    return {policy: _name(house, _Version(policy, version)) for policy, version in newest.iter_rows()}


def _name(house: House, version: _Version) -> Said:
    try:
        company = house.policy_of(version).company
    except KaijiError:
        return Said(version.policy, version.policy)
    return Said(company.name_en, company.name_ja)
