"""The daily intake: inbox to sealed, read, redacted and checked packets, each then a case that waits for a person."""

from prefect import flow, get_client
from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.futures import as_completed
from prefect.task_runners import ThreadPoolTaskRunner

from tasks.check.steps import check_packet
from tasks.decide.runs import ensure_run, open_cases
from tasks.read.steps import read_packet
from tasks.receive.steps import quarantine_packet, take_inbox
from tasks.redact.steps import redact_packet
from tasks.wiring import House, open_house
