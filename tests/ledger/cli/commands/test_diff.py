"""`cradle diff` and `cradle compare` on the demo's case and variants of it, offline and on a ledger."""

import csv
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from support.command import Ran, cradle, did
from support.differing import names_of, parts_by_cause, require_sums

from ledger.exchange.examples import example_folder
from ledger.footprint.graph.numbers import show_figure
from schemas.views.difference import Comparison, Difference

Line = dict[str, str]
Edit = Callable[[Line], Line]


def _grid(line: Line) -> Line:
    """The graphitization of China moves to Finnish electricity."""
    moves = line["site_id"] == "S21" and line["input"] == "grid_CHN"
    return {**line, "input": "grid_FIN"} if moves else line


def _mix(line: Line) -> Line:
    """Half of the nickel sulfate from Guangxi comes from Finland in its place."""
    shares = {"S09": "0.7", "S08": "1.48517948304"}
    changes = line["site_id"] == "S23" and line["input"] in shares
    return {**line, "amount_per_unit_output": shares[line["input"]]} if changes else line


def _yield(line: Line) -> Line:
    """The cell plant takes five per cent more of all goods for the same cells."""
    if line["site_id"] != "S30" or line["kind"] in {"energy", "transport"}:
        return line
    more = float(line["amount_per_unit_output"]) * 1.05
    return {**line, "amount_per_unit_output": f"{more:.8f}".rstrip("0")}


def _amount(line: Line) -> Line:
    """The pack has a third more steel and aluminium in its casing."""
    more = {"steel": "0.08144", "al": "0.18204"}
    changes = line["site_id"] == "S31" and line["input"] in more
    return {**line, "amount_per_unit_output": more[line["input"]]} if changes else line


VARIANTS: Mapping[str, tuple[Edit, str]] = {
    "energy": (_grid, "S21, graphite powder"),
    "supplier": (_mix, "S23, NMC811 hydroxide"),
    "yield": (_yield, "S30, NMC811 cell"),
    "amount": (_amount, "S31, battery pack"),
}
"""Each variant of the case by the cause that it changes, and the site that it changes."""


@dataclass(frozen=True)
class Runs:
    """The folders of a demo of the case and of each variant."""

    folder: Path

    def bundle(self, name: str) -> Path:
        """The declaration's bundle of a run."""
        return self.folder / name / "declaration.bundle"


def _varied(folder: Path, edit: Edit) -> Path:
    """A copy of the case with its activities edited; its name is another, and so are all its flows and goods ids."""
    case = folder / f"pack-{folder.name}"
    shutil.copytree(example_folder("nmc811_pack"), case)
    with (case / "activities.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    with (case / "activities.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0].keys())
        writer.writeheader()
        writer.writerows(map(edit, lines))
    return case


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """The demo of the case, of four variants of it, and of the case under the EU draft."""
    folder = tmp_path_factory.mktemp("runs")
    for name, (edit, _) in VARIANTS.items():
        case = _varied(folder / f"case-{name}", edit)
        did("demo", "--case", case, "--dir", folder / name)
    assert cradle("demo", "--dir", folder / "base").code == 0
    did("demo", "--dir", folder / "rulebook", "--rulebook", "eu-ev-draft-2024")
    shutil.copy(folder / "rulebook" / "calculation.bundle", folder / "rulebook/declaration.bundle")
    return Runs(folder)


def diff(*arguments: object) -> Difference:
    """The difference that the command prints as JSON, whose parts sum."""
    ran = did("diff", *arguments, "--json")
    found = Difference.parse(ran.out.encode())
    require_sums(found)
    return found


@pytest.mark.parametrize("cause", VARIANTS)
def test_each_variant_names_its_cause_and_site(runs: Runs, cause: str) -> None:
    """What was changed in the case is the largest cause, and the site that was changed its largest branch."""
    found = diff(runs.bundle("base"), runs.bundle(cause))
    parts = parts_by_cause(found)
    assert max(parts, key=lambda name: abs(parts[name])) == cause
    (part,) = (one for one in found.causes if one.name == cause)
    names = names_of(part)
    assert VARIANTS[cause][1] in names[:2]


def test_two_variants_sum_exactly(runs: Runs) -> None:
    """Both causes are named and every level sums to the last digit, rulebooks among them.

    The EU draft values electricity by the mix of the country, so the other grid's flow has no part under it.
    """
    ring = (*VARIANTS, "rulebook")
    for before, after in zip(ring, (*ring[1:], ring[0]), strict=True):
        found = diff(runs.bundle(before), runs.bundle(after))
        assert {before, after} <= set(parts_by_cause(found)), (before, after)
    found = diff(runs.bundle("energy"), runs.bundle("rulebook"))
    assert set(parts_by_cause(found)) == {"rulebook"}


def test_the_text_states_order_and_sum(runs: Runs) -> None:
    """A person reads the total, the stages, the order of the causes, and the tree."""
    ran = cradle("diff", runs.bundle("base"), runs.bundle("yield"))
    lines = ran.out.splitlines()
    assert lines[1:3] == ["+0.00638853 kg CO2e per kWh of total energy", "+5.1 %"]
    assert any(
        "rulebook, evidence, factor set, boundary, supplier, amount, yield, energy" in x
        for x in lines
    )
    assert any("sum to the difference exactly" in line for line in lines)
    electrolyte = next(line for line in lines if "intake of electrolyte" in line)
    assert electrolyte.split()[-2:] == ["1", "1.05000"]


def test_ids_and_bundles_give_the_same(runs: Runs) -> None:
    """In a ledger by ids, by their first digits, and by a bundle against an id."""
    ledger = runs.folder / "base" / "ledger"
    listed = json.loads(cradle("log", "list", "--ledger", ledger, "--json").out)
    name = next(row["id"] for row in listed if row["kind"] == "declaration")
    own = diff(name, name[7:19], "--ledger", ledger)
    assert own.value == "0"
    mixed = diff(name, runs.bundle("yield"), "--ledger", ledger)
    assert mixed == diff(runs.bundle("base"), runs.bundle("yield"))


def test_refusals_are_one_sentence(runs: Runs) -> None:
    """A file that is not a bundle, a damaged bundle, and an id without a ledger."""
    policy = runs.folder / "base" / "policy.toml"
    assert refusal(cradle("diff", policy, policy)) == "container.not_zip"
    tampered = runs.folder / "base" / "tampered.bundle"
    assert refusal(cradle("diff", tampered, tampered)) == "section.digest"
    missing = runs.folder / "nothing"
    assert refusal(cradle("diff", "abcdef", "abcdef", "--ledger", missing)) == "ledger.absent"


def refusal(ran: Ran) -> str:
    """The code of a refusal, which is one line."""
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    return ran.err.split()[1].removesuffix(":")


def test_three_rulebooks_compute_for_the_demo(runs: Runs) -> None:
    """Side by side by default, with the reasons of the seven others; the EU draft and PEF differ by one sentence."""
    ran = cradle("compare", runs.bundle("base"), "--json")
    found = Comparison.parse(ran.out.encode())
    assert [row.rulebook for row in found.figures] == [
        "study-full-substitution-1",
        "eu-ev-draft-2024",
        "pef-2021",
    ]
    assert len(found.refusals) == 7
    asked = ("--rulebook", "eu-ev-draft-2024", "--rulebook", "pef-2021")
    two = Comparison.parse(cradle("compare", runs.bundle("base"), *asked, "--json").out.encode())
    (one,) = two.differences
    require_sums(one)
    assert set(parts_by_cause(one)) == {"rulebook", "evidence"}
    assert names_of(one.causes[1])[1] == "recyclability"


def test_the_formula_and_the_evidence_that_it_asks_for_are_two_parts(runs: Runs) -> None:
    """PEF is 0.0761 above the demo's rulebook: 0.0149 by its formula, 0.0613 for want of evidence of recyclability."""
    asked = ("--rulebook", "study-full-substitution-1", "--rulebook", "pef-2021")
    both = {}
    for names in (asked, (*asked[2:], *asked[:2])):
        ran = cradle("compare", runs.bundle("base"), *names, "--json")
        (one,) = Comparison.parse(ran.out.encode()).differences
        require_sums(one)
        both[one.after.rulebook] = {
            row.name: show_figure(Decimal(row.value)) for row in one.causes if row.value != "0"
        }
    assert both == {
        "pef-2021": {"rulebook": "0.0148666", "evidence": "0.0612630"},
        "study-full-substitution-1": {"rulebook": "-0.0148666", "evidence": "-0.0612630"},
    }
    shown = cradle("compare", runs.bundle("base"), *asked).out
    assert "rules +0.0148666, evidence +0.0612630, data 0" in shown


def test_a_comparison_is_shown_side_by_side(runs: Runs) -> None:
    """A table of stages by rulebook, then the refusals, then why each differs."""
    shown = cradle("compare", runs.bundle("base")).out
    assert shown.startswith("One battery under 3 rulebooks")
    assert "no figure under jrc-cfb-lmt: Rulebook jrc-cfb-lmt cannot be computed" in shown
    assert "pef-2021 against study-full-substitution-1" in shown
