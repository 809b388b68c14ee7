"""The published ID.4 pack as a case folder: its CSV files as they are, and a case.toml that names battery and cut."""

from pathlib import Path

from support.need import need_shared

BATTERY = """
[battery]
site = "S37"
model = "urn:test:battery:id4"
manufacturer = "Pack maker"
category = "EV"
mass_kg = "493.17"
usable_energy_kwh = "87.9219"
"""
CUT = """
[[cut]]
from = "S25"
to = "S22"
reason = "recovered solvent, which the source's paper cuts too"
"""
PER_KG = 12.5211626565651


def link_baars(folder: Path, settings: str | None = BATTERY + CUT) -> Path:
    """A folder of links to the published tables, with a case.toml."""
    source = need_shared("cases") / "baars_id4"
    folder.mkdir()
    for name in ("sites.csv", "activities.csv", "factors.csv"):
        (folder / name).symlink_to(source / name)
    if settings is not None:
        (folder / "case.toml").write_text(settings, encoding="utf-8")
    return folder
