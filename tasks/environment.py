"""The environment of the house: what its processes need to find each other, set before any of them imports Prefect."""

import json
import os
from pathlib import Path

from tasks.engines.prefect_environment import prefect_environment
from tasks.settings import PROJECT, Settings


def environment(settings: Settings) -> dict[str, str]:
    """What the children and this process need to find each other, with every path made absolute."""
    said = settings.model_dump(mode="json", exclude_none=True) | {"home": str(settings.root)}
    for name in ("policies", "inbox_folder", "letter_templates"):
        if path := getattr(settings, name):
            said[name] = str(Path(path).resolve())
    said["remind"] = json.dumps(said["remind"])
    said["sources"] = json.dumps({code: _whole(address.get_secret_value()) for code, address in settings.sources})
    for name in ("metrics_token", "oidc_client_secret", "prefect_auth"):
        said[name] = getattr(settings, name).get_secret_value()
    ours = {f"KAIJI_{name.upper()}": str(value) for name, value in said.items()}
    return (
        dict(os.environ)
        | ours
        | prefect_environment(settings)
        | {"KAIJI_PROJECT": str(PROJECT), "ORT_DISABLE_TELEMETRY": "1"}
    )


def _whole(address: str) -> str:
    """A source's address with its file's whole path, where it is a file."""
    scheme = "sqlite:///" if address.startswith("sqlite:///") else ""
    if "://" in address and not scheme:
        return address
    return scheme + str(Path(address.removeprefix(scheme)).resolve())
