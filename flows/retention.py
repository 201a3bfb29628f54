"""Daily: which papers have served their purpose, by the policy's periods; lists them for the person who destroys them."""

from prefect import flow
from prefect.artifacts import create_table_artifact

from tasks.desk.retention import keeping_over
from tasks.wiring import open_house


@flow(name="retention", persist_result=False)
def retention() -> None:
    """Lists every class of papers whose keeping period is over; destroys nothing by itself."""
    house = open_house()
    create_table_artifact(keeping_over(house), key="retention", description=f"Keeping period over on {house.today()}")
