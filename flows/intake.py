"""The daily intake: inbox to sealed, read, redacted and checked packets, each then a case that waits for a person."""

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from prefect import flow, get_client, get_run_logger
from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.client.orchestration import SyncPrefectClient
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from tasks.case.bilingual import Said
from tasks.case.errors import KaijiError
from tasks.case.progress import Deed
from tasks.check.steps import check_packet
from tasks.decide.asking import coming
from tasks.decide.deadlines import went_well
from tasks.decide.runs import ensure_run, open_cases
from tasks.decide.steps import search_held_data
from tasks.engines.pool import close_pool
from tasks.quiet import only_place_told
from tasks.read.steps import read_packet
from tasks.receive.steps import open_packet, parted_packets, take_inbox
from tasks.receive.summary import intake_told
from tasks.redact.steps import redact_packet
from tasks.reply.notices import write_notices
from tasks.wiring import House, open_house

if TYPE_CHECKING:
    from uuid import UUID

_TAKEN = Said("Packets of this run", "この実行で受け付けた封筒")
_UNDER_WAY = Said("{} packet(s)", "封筒{}通を処理中")
_AT_ONCE = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=4))


@flow(name="intake", task_runner=_AT_ONCE, persist_result=False)
def intake() -> None:
    """Takes what lies still in the inbox and finishes what an earlier run left; nothing new: nothing done."""
    house = open_house()
    with only_place_told(), house.database.intake_lock() as mine:
        if not mine:
            get_run_logger().warning("Another intake run has the inbox; nothing done.")
            return
        numbers, done = take_inbox(), []
        while numbers:
            work_through(numbers, house.settings.language)
            done += numbers
            numbers = parted_packets(done)
        if done:
            create_table_artifact(
                intake_told(house, done), key="intake", description=_TAKEN.in_(house.settings.language)
            )
        give_runs(house)


def work_through(numbers: list[str], language: str) -> None:
    """Takes every packet through the stages, several at a time; one that breaks does not stop the others."""
    progress = create_progress_artifact(
        0.0, key="intake-progress", description=_UNDER_WAY.in_(language).format(len(numbers))
    )
    try:
        checked = [through_stages(number) for number in numbers]
        for done, _ in enumerate(as_completed(checked), start=1):
            update_progress_artifact(cast("UUID", progress), 100 * done / len(numbers))
        for future in checked:
            future.result()
    finally:
        close_pool()


def through_stages(number: str) -> PrefectFuture[None]:
    """One packet: opened, read, redacted, checked, each after the other."""
    opened = open_packet.submit(number)
    read = read_packet.submit(number, wait_for=[opened], return_state=False)
    redacted = redact_packet.submit(number, wait_for=[read], return_state=False)
    return check_packet.submit(number, wait_for=[redacted], return_state=False)


def give_runs(house: House) -> None:
    """Gives every open case the waiting run it lacks; one that breaks stops no other, and is told at the end."""
    logger = get_run_logger()
    with get_client(sync_client=True) as client:
        broken = [
            number
            for number in open_cases(house)
            if not went_well(number, logger, partial(give_run, house, client, number))
        ]
    if broken:
        raise KaijiError(f"These cases have no run yet; the log says why: {', '.join(broken)}.")


def give_run(house: House, client: SyncPrefectClient, number: str) -> None:
    """Gives one case its run; letters that are not to be posted any more leave the outbox, and notices that are due are written."""
    write_notices(house, number)
    if coming(house, number) is Deed.SEARCH_HELD_DATA:
        search_held_data(number)  # here, since a run that can wait at once needs no process of its own
    ensure_run(house, client, number)
