"""`cradle stale`: the change, its issuer and reason, the row, and the figure before and after."""

import json
from pathlib import Path

from support.command import cradle
from support.command_world import CommandWorld, signed, told


def test_a_corrected_entry_is_shown_with_its_effect(world: CommandWorld) -> None:
    """The cell maker corrects its entry; the manufacturer sees it, and the figure of today."""
    ids = world.ids
    assert told("stale") == "No figure is stale."
    draft = json.loads(Path("cell-entry.json").read_text())
    draft["supersedes"] = {"id": ids["cell"], "reason": "correction"}
    draft["inventory"]["inputs"][0]["amount"] = "270000"
    Path("corrected.json").write_text(json.dumps(draft))
    newer = signed("cells", "submit", "corrected.json")
    listed = json.loads(told("stale", "--identity", "keys/packs", "--json"))["items"]
    (row,) = (item for item in listed if item["id"] == ids["calculation"])
    (touch,) = row["touches"]
    assert (touch["by"], touch["issuer"]) == (newer, ids["cells"])
    assert touch["reason"] == "correction"
    assert touch["row"] == f"inputs[0] of entry {ids['pack']}, site PACK-1"
    again = told(*argv_of(world), "--dry-run", "--quiet")
    assert (row["before"] != row["after"], row["after"]) == (True, again)
    shown = cradle("stale").out
    assert f"replaced by {newer[7:19]}, correction" in shown
    changes = next(line for line in shown.splitlines() if "replaced by" in line)
    assert "  Cells  " in changes
    assert "by stage     raw material" in shown or "by stage     main production" in shown
    assert (
        "causes, exchanged one after another in this order: rulebook, evidence, factor set,"
        in shown
    )
    assert "declare      Rulebook" in shown
    assert "Nothing is declared on this calculation." in shown
    assert f"inputs[0] of entry {ids['pack'][7:19]}, site PACK-1" in shown
    tables = told("stale", "--csv")
    assert tables.startswith("Figures\nfigure,model,site,standing,signed,now,change,unit\n")
    assert f'replaced by {newer[7:19]}, correction",Cells,' in tables
    assert json.loads(told("stale", "--identity", "keys/recycler", "--json")) == {"items": []}


def argv_of(world: CommandWorld) -> list[str]:
    """The calculation of the world again, without a warranty as it was there."""
    values = world.valid("calculate")
    del values["--warranty-years"]
    return ["calculate", *(f"{name}={value}" for name, value in values.items())]


def test_a_withdrawn_statement_leaves_no_figure(world: CommandWorld) -> None:
    """The reason why there is none is shown in its place."""
    signed("recycler", "withdraw", world.ids["treatment"], "--reason", "new_data")
    shown = cradle("stale").out
    assert "now          no figure: " in shown
    assert f"{world.ids['treatment'][7:19]} withdrawn by " in " ".join(shown.split())
    assert ", new data" in shown
    assert "composition, end of life" in shown
