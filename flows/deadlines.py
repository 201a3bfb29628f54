"""Every working hour: whose time to answer is over, which cases lost their run, and who is reminded of what waits."""

from functools import partial

from prefect import flow, get_client, get_run_logger
from prefect.artifacts import create_table_artifact
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey

from tasks.audit.anchors import anchor
from tasks.case.errors import KaijiError
from tasks.case.sla import is_overdue, is_soon
from tasks.decide.deadlines import look_after_all, went_well
from tasks.decide.reminders import remind
from tasks.decide.runs import open_cases
from tasks.desk.ledger import read_sla
from tasks.desk.worklist import read_worklist
from tasks.quiet import only_place_told
from tasks.reply.notices import write_notices
from tasks.wiring import House, open_house

_KEY = "deadlines"


@flow(name="deadlines", persist_result=False)
def deadlines() -> None:
    """Looks after every open case; once a day it lists what is late or due within three days, and reminds people."""
    house, logger = open_house(), get_run_logger()
    with only_place_told(), get_client(sync_client=True) as client:
        broken = look_after_all(house, client, logger)
        broken += [
            each for each in open_cases(house) if not went_well(each, logger, partial(write_notices, house, each))
        ]
        anchor(house)
        list_urgent(house, client)
        remind(house, read_worklist(house).waiting, logger)
    if broken:
        raise KaijiError(f"These cases could not be looked after; the log says why: {', '.join(sorted(set(broken)))}.")


def list_urgent(house: House, client: SyncPrefectClient) -> None:
    """The table of what is late or due soon, made by the first run of a day only."""
    title = f"Late or due within three days on {house.today()}"
    key = ArtifactCollectionFilter(key=ArtifactCollectionFilterKey(any_=[_KEY]))
    if any(made.description == title for made in client.read_latest_artifacts(artifact_filter=key)):
        return
    sla = read_sla(house)
    urgent = [case for case in sla.open if is_overdue(case, sla.today) or is_soon(case, sla.today)]
    rows = [{"case": case.number, "stage": case.stage.value, "due": case.due_on.isoformat()} for case in urgent]
    create_table_artifact(rows, key=_KEY, description=title)
