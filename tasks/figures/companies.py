"""What the companies are called whose cases are counted."""

from dataclasses import dataclass

from tasks.case.bilingual import Said
from tasks.figures.frames import Frames
from tasks.wiring import House


@dataclass(frozen=True)
class _Ruled:
    policy: str
    policy_version: str


def companies_of(house: House, frames: Frames) -> dict[str, Said]:
    """The company of each policy that has cases, by the policy's code, as its newest case's version calls it.

    PolicyMistake where a version that cases stand under is nowhere to be found any more.
    """
    newest = frames.cases.sort("case_id").unique("policy", keep="last").select("policy", "policy_version")
    named = {code: house.policy_of(_Ruled(code, version)).company for code, version in sorted(newest.iter_rows())}
    return {code: Said(company.name_en, company.name_ja) for code, company in named.items()}
