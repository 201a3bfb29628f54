"""Daily: whose time to answer is over, which cases are due soon or late, and which lost their run."""

from prefect import flow, get_client, get_run_logger
from prefect.artifacts import create_table_artifact

from tasks.case.sla import is_overdue, is_soon
from tasks.decide.lapse import let_lapse
from tasks.decide.runs import ensure_run, open_cases
from tasks.desk.ledger import read_sla
from tasks.wiring import open_house


@flow(name="deadlines", persist_result=False)
def deadlines() -> None:
    """Lets unanswered letters lapse, gives every open case the run it lacks, lists what is late or due within three days."""
    house, logger = open_house(), get_run_logger()
    with get_client(sync_client=True) as client:
        for number in open_cases(house):
            if let_lapse(house, number):
                logger.info("%s had no answer in time; it goes on without it.", number)
            if ensure_run(house, client, number):
                logger.warning("%s had no live run; it has one again.", number)
    sla = read_sla(house)
    urgent = [case for case in sla.open if is_overdue(case, sla.today) or is_soon(case, sla.today)]
    rows = [{"case": case.number, "stage": case.stage.value, "due": case.due_on.isoformat()} for case in urgent]
    create_table_artifact(rows, key="deadlines", description=f"Late or due within three days on {sla.today}")
