"""What the companies are called whose cases are counted."""

from dataclasses import dataclass

from tasks.case.bilingual import Said
from tasks.figures.frames import Frames
from tasks.wiring import House


@dataclass(frozen=True)
class Ruled:
    """A version of a policy, as `House.policy_of` asks for it."""

    policy: str
    policy_version: str


def companies_of(house: House, frames: Frames) -> dict[str, Said]:
    """The company of each policy that has cases, by the policy's code, as its newest case's version calls it.

    PolicyMistake where a version that cases stand under is nowhere to be found any more.
    """
    return {each.policy: name_of(house, each) for each in newest_versions(frames)}


def newest_versions(frames: Frames) -> list[Ruled]:
    """The version of the newest case of each policy, by the policies' codes."""
    newest = frames.cases.sort("case_id").unique("policy", keep="last").select("policy", "policy_version")
    return [Ruled(*row) for row in sorted(newest.iter_rows())]


def name_of(house: House, version: Ruled) -> Said:
    """What the company is called in a version of its policy; PolicyMistake where that is nowhere to be found."""
    company = house.policy_of(version).company
    return Said(company.name_en, company.name_ja)
