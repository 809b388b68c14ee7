"""`cradle restatement`: the figures that a correction touches, for a person and for a program."""

import json
from pathlib import Path

from support.command import cradle, did
from support.command_world import CommandWorld, signed, told


def test_a_correction_is_listed_with_its_effect(world: CommandWorld) -> None:
    """The cell maker corrects its entry; its cells and the packs are computed again."""
    ids = world.ids
    draft = json.loads(Path("cell-entry.json").read_text())
    draft["supersedes"] = {"id": ids["cell"], "reason": "correction"}
    draft["inventory"]["inputs"][0]["amount"] = "270000"
    Path("corrected.json").write_text(json.dumps(draft))
    newer = signed("cells", "submit", "corrected.json")
    listed = json.loads(told("restatement", "--since", "0", "--json"))
    rows = {row["id"]: row for row in listed["figures"]}
    row = rows[ids["calculation"]]
    assert (listed["since"], row["problem"]) == (0, None)
    assert [(one["statement"], one["by"]) for one in row["changes"]] == [(ids["cell"], newer)]
    assert row["recomputed"][0] == newer
    assert float(row["before"]) != float(row["after"])
    shown = told("restatement", "--since", "0", "--plot", "wave.svg")
    picture = Path("wave.svg").read_text()
    assert picture.count("<circle") == len(listed["wave"]) + len(rows)
    assert f"{newer}: {listed['wave'][0]['before']} to {listed['wave'][0]['after']}" in picture
    assert all(f">{name}</text>" in picture for name in ("change", "+1", "figures"))
    assert "file.exists" in cradle("restatement", "--since", "0", "--plot", "wave.svg").err
    assert f"  {row['before']}  {row['after']}  " in shown
    assert "kg CO2e per kWh of a battery's total energy" in shown
    assert f"{len(row['recomputed'])} computed again, {row['kept']} kept" in shown
    (change,) = row["changes"]
    leaf = f"leaf {change['index']}  {ids['cell'][7:19]}  superseded by {newer[7:19]}"
    assert leaf in shown
    assert shown.splitlines()[0].endswith(f"touch {len(rows)} calculations")


def test_a_missing_figure_has_its_reason(world: CommandWorld) -> None:
    """The treatment is withdrawn."""
    signed("recycler", "withdraw", world.ids["treatment"], "--reason", "new_data")
    shown = told("restatement", "--since", "0")
    assert "  no figure  " in shown
    assert "  delivery.withdrawn: " in shown


def test_a_calculation_names_its_declarations(world: CommandWorld) -> None:
    """There is one on the calculation, and the cell maker corrects its entry."""
    values = [f"{name}={value}" for name, value in world.valid("declare").items()]
    ran = did("declare", *values)
    signed("recycler", "withdraw", world.ids["treatment"], "--reason", "new_data")
    shown = told("restatement", "--since", "0")
    assert "Declared in" in shown
    assert f"  {ran.out.split()[1][7:19]}\n" in shown


def test_another_batch_has_no_predecessor(world: CommandWorld) -> None:
    """Its leaf adds it to the product; no statement made the change but the entry itself."""
    draft = json.loads((world.folder / "pack-entry.json").read_text())
    inventory = draft["inventory"]
    inventory["inputs"] = [row for row in inventory["inputs"] if "delivery" not in row]
    inventory["outputs"][0]["product"] = "urn:example:battery:75:second"
    Path("batch.json").write_text(json.dumps(draft))
    added = signed("packs", "submit", "batch.json")
    assert f"  {added[7:19]}  added" in told("restatement", "--since", "0")


def test_sizes_are_checked(world: CommandWorld) -> None:
    """The refusal says which sizes there are."""
    ran = cradle("restatement", "--since", "900", "--ledger", world.folder / "ledger")
    assert ran.code == 1
    assert ran.err.startswith("refused: registry.size")
