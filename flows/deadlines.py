"""Every working hour: whose time to answer is over, which cases lost their run, and who is told of what is due."""

from collections.abc import Iterable, Sequence
from functools import partial

from prefect import flow, get_client, get_run_logger
from prefect.artifacts import create_table_artifact
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey

from tasks.audit.anchors import anchor
from tasks.case.bilingual import Said
from tasks.case.errors import KaijiError
from tasks.decide.deadlines import look_after_all, went_well
from tasks.decide.due_events import tell_due
from tasks.decide.reminders import remind
from tasks.decide.runs import open_cases
from tasks.desk.worklist import read_worklist
from tasks.engines.prefect_events import tell
from tasks.figures.frames import Frames
from tasks.figures.reading import read_frames
from tasks.figures.table import Cell, Column
from tasks.figures.terminal import written
from tasks.figures.today import now_table
from tasks.figures.urgent import COLUMNS, Urgent, cells_of, urgent_cases
from tasks.quiet import only_place_told
from tasks.reply.notices import write_notices
from tasks.wiring import House, open_house

LIST, FIGURES = "deadlines", "deadline-figures"  # keys of the artifacts
_MOST = 200  # rows of an artifact
_LISTED = Said("Late or due within three business days on {}", "{}時点で期限超過、または3営業日以内に期限")
_COUNTED = Said("Figures of {}", "{}時点の件数")
_SAMPLE = Said("; made-up sample cases among them", "（見本データを含む）")
_MORE = Said(" (the first {0} of {1} cases)", "（全{1}件のうち先頭の{0}件）")


@flow(name="deadlines", persist_result=False)
def deadlines() -> None:
    """Looks after every open case; once a day it lists what is late or due within three business days, and reminds people."""
    house, logger = open_house(), get_run_logger()
    with only_place_told(), get_client(sync_client=True) as client:
        broken = look_after_all(house, client, logger)
        broken += [
            each for each in open_cases(house) if not went_well(each, logger, partial(write_notices, house, each))
        ]
        anchor(house)
        frames = read_frames(house)
        urgent = urgent_cases(frames)
        list_urgent(house, client, frames, urgent)
        remind(house, read_worklist(house).waiting, logger)
        tell_due(house, urgent, partial(tell, client), logger)
    if broken:
        raise KaijiError(f"These cases could not be looked after; the log says why: {', '.join(sorted(set(broken)))}.")


def list_urgent(house: House, client: SyncPrefectClient, frames: Frames, urgent: Sequence[Urgent]) -> None:
    """The tables of what is late or due soon and of the headline figures, made by the first run of a day only."""
    language, day = house.settings.language, frames.today.isoformat()
    sample = _SAMPLE.in_(language) if frames.sample else ""
    listed, counted = (words.in_(language).format(day) + sample for words in (_LISTED, _COUNTED))
    if not _is_made(client, LIST, listed):
        more = _MORE.in_(language).format(_MOST, len(urgent)) if len(urgent) > _MOST else ""
        rows = _worded(COLUMNS, map(cells_of, urgent[:_MOST]), language)
        create_table_artifact(rows, key=LIST, description=listed + more)
    if not _is_made(client, FIGURES, counted):
        table = now_table(frames)
        create_table_artifact(_worded(table.columns, table.rows, language), key=FIGURES, description=counted)


def _is_made(client: SyncPrefectClient, key: str, title: str) -> bool:
    mine = ArtifactCollectionFilter(key=ArtifactCollectionFilterKey(any_=[key]))
    return any(
        (made.description or "").startswith(title) for made in client.read_latest_artifacts(artifact_filter=mine)
    )


def _worded(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], language: str) -> list[dict[str, str]]:
    """Rows by the names of their columns, in words."""
    return [
        {
            column.name.in_(language): written(cell, column.unit, language)
            for column, cell in zip(columns, row, strict=True)
        }
        for row in rows
    ]
