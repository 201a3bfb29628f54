"""What Prefect runs of the decide stage."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.decide import held_data
from tasks.quiet import only_place_told
from tasks.wiring import open_house


@task(name="search held data", cache_policy=NO_CACHE, persist_result=False)
def search_held_data(case_number: str) -> None:
    """Searches the held data for the person of a case."""
    with only_place_told():
        held_data.search_held_data(open_house(), case_number)
