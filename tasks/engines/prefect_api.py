"""Prefect's server as this house uses it: a client, the work pool, the deployments of `prefect.yaml`, the automation."""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound

from tasks.case.errors import KaijiError
from tasks.engines.prefect_automations import ensure_automation

WORK_POOL, CASE_DEPLOYMENT = "kaiji", "case/case"


def open_client(prefect_url: str) -> SyncPrefectClient:
    """A client of the server at that address; the password, if it asks for one, is Prefect's own setting."""
    return SyncPrefectClient(f"{prefect_url}/api", auth_string=os.environ.get("PREFECT_API_AUTH_STRING"))


def is_deployed(prefect_url: str) -> bool:
    """Whether the server knows the deployment of cases; it does not when its database is new."""
    with open_client(prefect_url) as client:
        try:
            client.read_deployment_by_name(CASE_DEPLOYMENT)
        except ObjectNotFound:
            return False
    return True


def deploy(prefect_url: str, environment: Mapping[str, str], project: Path) -> None:
    """Makes the work pool and every deployment of `prefect.yaml`, or brings them up to date; the automation is made once."""
    with open_client(prefect_url) as client, suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=WORK_POOL, type="process"))
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"]
    done = subprocess.run(command, cwd=project, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise KaijiError(
            f"The deployments of prefect.yaml could not be made:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    with open_client(prefect_url) as client:
        ensure_automation(client)
