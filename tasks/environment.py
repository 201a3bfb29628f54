"""The environment of the house: what its processes need to find each other, set before any of them imports Prefect."""

import json
import os
from pathlib import Path

from tasks.engines.prefect_environment import prefect_environment
from tasks.settings import PROJECT, Settings


def environment(settings: Settings) -> dict[str, str]:
    """What the children and this process need to find each other, with every path made absolute."""
    said = settings.model_dump(mode="json", exclude_none=True) | {"home": str(settings.root)}
    for name in ("policies", "held_data", "inbox_folder", "letter_templates"):
        if path := getattr(settings, name):
            said[name] = str(Path(path).resolve())
    said["remind"] = json.dumps(said["remind"])
    for name in ("oidc_client_secret", "prefect_auth"):
        said[name] = getattr(settings, name).get_secret_value()
    ours = {f"KAIJI_{name.upper()}": str(value) for name, value in said.items()}
    return (
        dict(os.environ)
        | ours
        | prefect_environment(settings)
        | {"KAIJI_PROJECT": str(PROJECT), "ORT_DISABLE_TELEMETRY": "1"}
    )
