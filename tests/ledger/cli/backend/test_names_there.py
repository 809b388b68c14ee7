"""Names over a server: whole ones for everybody, and no list of firms for anybody but the operator."""

from pathlib import Path

from support.ledger_served import (
    EXAMPLES,
    RULEBOOK,
    begin,
    bind,
    doors_open,
    open_accounts,
    register_here,
)


def test_a_supplier_names_its_customer_and_is_told_of_no_other(tmp_path: Path) -> None:
    """The whole name is found; of a part nothing is listed, though firms have it in their names."""
    place = begin(tmp_path)
    ids = register_here(place)
    open_accounts(place)
    for who, participant in ids.items():
        bind(place.folder, who, participant)
    with doors_open(place) as (there, _):
        there.signed("cells", "submit", EXAMPLES / "cell-entry.json")
        sold = ("deliver", "--entry", "NMC811 cell", "--number", "1", "--amount", "10")
        signer = ("--identity", place.keys / "cells")
        ran = there.run("cells", *sold, "--to", "Example packs", *signer)
        assert ran.code == 0, ran.err
        shown = " ".join(ran.err.split())
        assert f"to Example packs, FI, {ids['packs']}, registered by Example Ledger AG" in shown
        refused = there.run("cells", *sold, "--to", "Example", *signer)
        assert refused.err.startswith("refused: name.unknown at --to: ")
        assert "check the name, or give the id" in refused.err
        assert "Example packs" not in refused.err
        keys = there.did("cells", "keys", "show", "Example packs")
        assert keys.splitlines()[0].startswith("Keys of Example packs, FI, ")
        there.did("operator", "factors", "add", RULEBOOK)
        method = ("--rulebook", RULEBOOK, "--factor-set", EXAMPLES / "factors.json")
        assert "kg CO2e" in there.did("cells", "footprint", "NMC811 cell", *method)
        like = there.run("cells", "deliver", "--like", "NMC811 cell", "--number", "2", *signer)
        assert like.code == 0, like.err
        there.did(
            "cells", "withdraw", "NMC811 cell", "--reason", "entered_in_error", *signer, "--yes"
        )
