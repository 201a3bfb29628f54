"""A house whose company has published more than Rococo has: the sample policy with some of its lines changed."""

from pathlib import Path

from tasks.policy.loader import POLICY_FOLDER
from tasks.wiring import House


def house_with(house: House, folder: Path, *lines: str) -> House:
    """The same house under Rococo's policy with these lines in place of its own, or added to its `[reply]`."""
    text = (POLICY_FOLDER / "rococo.toml").read_text(encoding="utf-8")
    for line in lines:
        key = line.partition(" = ")[0]
        before = next((each for each in text.splitlines() if each.startswith(f"{key} = ")), "")
        text = text.replace(before, line, 1) if before else text.replace("[reply]", f"[reply]\n{line}", 1)
    folder.mkdir(exist_ok=True)
    (folder / "rococo.toml").write_text(text, encoding="utf-8")
    return House(house.settings.model_copy(update={"policies": folder}), house.database, house.sealed)
