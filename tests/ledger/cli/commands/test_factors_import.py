"""`cradle factors import`: from a file to a factor set in a ledger, and to a figure that rests on it."""

import json
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from support.background import CATHODE, CHAIN, chain_workbook, made_row, product_row, workbook
from support.command import cradle, did
from support.ledger_cli import EXAMPLES, RULEBOOK, ledger, register
from support.ledger_served import begin, doors_open, open_accounts, register_here

from schemas.signed.rulebook import FactorSet

METHOD = ("--rulebook", RULEBOOK)


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    """The chain as a workbook."""
    file = tmp_path / "chain.xlsx"
    file.write_bytes(chain_workbook())
    return file


def told(*arguments: object) -> str:
    """The output of a command that succeeds."""
    ran = did(*arguments)
    return ran.out.strip()


def test_a_figure_rests_on_an_imported_factor(tmp_path: Path, chain: Path) -> None:
    """Import, submit an entry that takes the flow, and see it counted; the set is known by its digest."""
    book = ledger(tmp_path)
    register(tmp_path, book, "cells", "supplier")
    done = json.loads(told("factors", "import", chain, *METHOD, "--ledger", book, "--json"))
    assert (done["id"], done["rows"], done["processes"], done["solved"]) == ("chain", 4, 4, 4)
    listed = told(
        "factors", "show", done["digest"], "--find", "cathode", "--ledger", book, "--json"
    )
    (cathode,) = json.loads(listed)
    draft = json.loads((EXAMPLES / "cell-entry.json").read_text())
    draft["inventory"]["inputs"] = [
        {**draft["inventory"]["inputs"][0], "flow": cathode["flow"], "amount": "500000"}
    ]
    draft["inventory"]["emissions"] = []
    (tmp_path / "draft.json").write_text(json.dumps(draft))
    signer = ("--identity", tmp_path / "cells", "--ledger", book)
    entry = told("submit", tmp_path / "draft.json", *signer, "--quiet")
    sets = ("--factor-set", done["digest"], "--ledger", book)
    figure = json.loads(told("footprint", entry, *METHOD, *sets, "--json"))
    assert Decimal(cathode["total"]) == Decimal(str(figure["total"]))
    assert abs(Decimal(cathode["total"]) - CATHODE) < Decimal("1e-10")


def test_a_server_stores_the_same_set(tmp_path: Path, chain: Path) -> None:
    """The digest over a server is that of the folder; the server shows the numbers of an open set only."""
    place = begin(tmp_path)
    open_accounts(place)
    asked = ("factors", "import", chain, *METHOD, "--json")
    with doors_open(place) as (there, _):
        kept = json.loads(there.did("packs", *asked))
        show = ("factors", "show", kept["digest"], "--json")
        assert "document.licence" in there.run("packs", *show).out
        shared = json.loads(there.did("packs", *asked, "--licence", "open", "--version", "2"))
        shown = json.loads(there.did("packs", "factors", "show", shared["digest"], "--json"))
    here = ledger(tmp_path / "here")
    assert json.loads(told(*asked, "--ledger", here)) == kept
    assert json.loads(told(*show, "--ledger", here)) == shown


def test_a_set_in_a_file_can_be_added(tmp_path: Path, chain: Path) -> None:
    """`--out` writes what `factors add` accepts, and replaces no file unasked."""
    out = tmp_path / "factors.json"
    named = ("--id", "own", "--version", "2026", "--licence", "open", "--product", "cathode")
    told("factors", "import", chain, *METHOD, "--out", out, *named)
    found = FactorSet.parse(out.read_bytes())
    assert (found.id, found.version, found.licence) == ("own", "2026", "open")
    assert [row.name for row in found.rows] == ["cathode"]
    again = cradle("factors", "import", chain, *METHOD, "--out", out)
    assert (again.code, "file.exists" in again.err) == (1, True)
    book = ledger(tmp_path)
    assert told("factors", "add", out, "--ledger", book, "--quiet").startswith("sha256:")


def test_what_a_person_reads(tmp_path: Path, chain: Path) -> None:
    """Oddities by code and one by one, numbers of processes and links, and the file."""
    out = tmp_path / "new.json"
    shown = told("factors", "import", chain, *METHOD, "--out", out)
    assert "background.production_negative" in shown
    assert "It makes -1; it is read as the treatment of 1 kilogram." in " ".join(shown.split())
    assert "processes    4: 4 solved, 0 taken as they are" in shown
    assert f"wrote        {out}" in shown


def lacking(folder: Path) -> Path:
    """The chain, and a cell that takes steel, which no process makes."""
    file = folder / "cell.xlsx"
    rows = [made_row("cell"), product_row("steel", 2), product_row("nickel", 1)]
    file.write_bytes(workbook({**CHAIN, "cell": rows}, {"market for electricity": "kWh"}))
    return file


def test_unlinked_inputs_need_a_decision(tmp_path: Path) -> None:
    """Refused; cut off and named; or supplied by another set."""
    file, out = lacking(tmp_path), tmp_path / "new.json"
    words = ("factors", "import", file, *METHOD, "--out", out, "--force")
    ran = cradle(*words)
    assert ran.code == 1
    assert ran.err.startswith("refused: background.unlinked_inputs: 1 inputs of 1 products")
    cut = told(*words, "--cut-off-unlinked")
    assert "Cut off\n- steel [GLO, kilogram]" in cut
    assert "1 inputs of 1 products cut off" in cut
    own = {"id": "own", "version": "1", "title": "Own", "method": "EF 3.1", "licence": "open"}
    steel = {"flow": "own:steel", "unit": "kg", "direction": "product", "name": "steel"}
    steel |= {"source": "own", "values": [{"group": "fossil", "value": "3"}]}
    (tmp_path / "own.json").write_text(json.dumps({**own, "rows": [steel]}))
    supplied = json.loads(told(*words, "--supply", tmp_path / "own.json", "--json"))
    assert (supplied["supplied"], supplied["cut_off"]) == (1, [])


def test_a_cut_off_is_seen_by_the_customer_s_verifier(tmp_path: Path) -> None:
    """The lower number: cathode of nickel that counts as zero, in a set that the auditor accepts.

    The verdict is that of the policy, which lists the set; the remark and the choice stand in the report.
    """
    file = tmp_path / "cheap.xlsx"
    rows = [made_row("cathode"), product_row("nickel, from elsewhere", 2)]
    file.write_bytes(workbook({"cathode": rows}))
    place = begin(tmp_path)
    open_set = ("--cut-off-unlinked", "--licence", "open", "--json")
    kept = json.loads(place.did("packs", "factors", "import", file, *METHOD, *open_set))
    ids = register_here(place)
    found = place.did("packs", "factors", "show", kept["digest"], "--find", "cathode", "--json")
    draft = json.loads((EXAMPLES / "cell-entry.json").read_text())
    draft["inventory"]["inputs"][0]["flow"] = json.loads(found)[0]["flow"]
    (tmp_path / "entry.json").write_text(json.dumps(draft))
    sets = [place.did("packs", "factors", "add", EXAMPLES / "factors.json", "--quiet")]
    sets.append(kept["digest"])
    named = [word for one in sets for word in ("--factor-set", one)]
    entry = place.signed("cells", "submit", tmp_path / "entry.json")
    sold = ("--entry", entry, "--to", ids["packs"], "--number", "1", "--amount", "27000")
    delivery = place.signed("cells", "deliver", *sold, *METHOD, *named)
    place.did("packs", "bundle", delivery, "--out", tmp_path / "cells.bundle")
    place.did("packs", "policy", "--out", tmp_path / "policy.toml", *METHOD, *named)
    ran = cradle(
        "verify", tmp_path / "cells.bundle", "--policy", tmp_path / "policy.toml", "--json"
    )
    report = json.loads(ran.out)
    (remark,) = [row for row in report["findings"] if row["code"] == "factor.incomplete"]
    assert (remark["subject"], remark.get("effect")) == (entry, None)
    assert "factor.cut_off" in {row["code"] for row in report["choices"]}


def test_several_files_are_linked_together(tmp_path: Path, chain: Path) -> None:
    """A process that another file repeats counts once."""
    cell = tmp_path / "cell.xlsx"
    cell.write_bytes(workbook({"cell": [made_row("cell"), product_row("nickel", 1)]}))
    out = tmp_path / "new.json"
    done = told("factors", "import", chain, cell, chain, *METHOD, "--out", out, "--json")
    found = json.loads(done)
    assert found["rows"] == 5
    repeated = [row for row in found["oddities"] if row["code"] == "background.repeated_process"]
    assert len(repeated) == 4


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--licence", "free"), "option.word"),
        (("--format", "zolca"), "option.word"),
        (("--id", "a b"), "code.grammar"),
        (("--product", "tin"), "background.product_unknown"),
    ],
)
def test_wrong_options(tmp_path: Path, chain: Path, options: tuple[str, ...], code: str) -> None:
    """Each is refused by its code."""
    ran = cradle("factors", "import", chain, *METHOD, "--out", tmp_path / "new.json", *options)
    assert (ran.code, ran.err.split(":")[1].split(" at ")[0].strip()) == (1, code)


def test_without_the_extra(tmp_path: Path, chain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence says what to install."""
    monkeypatch.setitem(sys.modules, "bw2io", None)
    ran = cradle("factors", "import", chain, *METHOD, "--out", tmp_path / "new.json")
    assert ran.code == 1
    assert ran.err.startswith("refused: install.background: ")
    assert "pip install 'cradle-ledger[background]'" in ran.err
