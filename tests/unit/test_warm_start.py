"""Which runs a warm process may take: those that ask for this Python, this project and the worker's own environment."""

from pathlib import Path

import pytest
from prefect.utilities.processutils import get_sys_executable

from tasks.engines.prefect_fork import Launch, is_warm_for
from tasks.settings import PROJECT

ENGINE = [get_sys_executable(), "-m", "prefect.engine"]
WORKERS = {"PATH": "/bin", "TZ": "Asia/Tokyo", "PREFECT_API_URL": "here"}


def test_a_run_of_this_project_is_warm():
    """Prefect's and kaiji's own variables, and the path of modules, are set in the fork; they may differ."""
    given = WORKERS | {"PREFECT__FLOW_RUN_ID": "1", "PREFECT_API_URL": "there", "KAIJI_NOW": "", "PYTHONPATH": "/x"}
    assert is_warm_for(Launch(ENGINE, PROJECT, given), WORKERS)


@pytest.mark.parametrize(
    "launch",
    [
        Launch(["uv", "run", "engine"], PROJECT, WORKERS),
        Launch([*ENGINE, "more"], PROJECT, WORKERS),
        Launch(ENGINE, Path("/tmp"), WORKERS),  # noqa: S108  # any other folder
        Launch(ENGINE, PROJECT, WORKERS | {"TZ": "UTC"}),
        Launch(ENGINE, PROJECT, WORKERS | {"LD_PRELOAD": "x.so"}),
        Launch(ENGINE, PROJECT, {"PATH": "/bin"}),
    ],
)
def test_whatever_else_is_started_as_prefect_starts_it(launch):
    """Another command, another folder, a variable that Python or a library may read at its start."""
    assert not is_warm_for(launch, WORKERS)
