"""The demo as a person runs it: the published case, other cases, its transcript, and its refusals."""

import json
import re
import shlex
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from support.command import cradle, did
from support.need import need_shared

from ledger.audit.bundle.container import unpack
from ledger.trust.leaves import digest

GOLDEN = Path(__file__).parents[3] / "vectors" / "demo_transcript.txt"
CLOSE = 1e-9
CARRIAGE = {"S32": 0.31, "S34": 0.7368, "S35": 0.0153}
"""The tkm of each carrier for one kg of pack."""

Demo = tuple[str, dict[str, Any], Path]


def near(value: str, expected: float) -> bool:
    """True if a figure agrees with an independent one."""
    return abs(float(value) / expected - 1) < CLOSE


def normalized(text: str, folder: Path) -> str:
    """The text with statement ids, digests and paths in a folder, quoted or not, replaced by words of their own."""
    text = re.sub(r"sha256:[0-9a-f]{64}", "sha256:ID", text)
    text = re.sub(r"\b[0-9a-f]{64}\b", "ID", text)
    text = re.sub(r"\b[0-9a-f]{12}\b", "SHORT_ID", text)
    within = rf"{re.escape(str(folder.resolve()))}/(?:[\w.-]+/)*"
    return re.sub(rf"('?){within}([\w.-]+)\1", r"DIR/\2", text)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """One run of the demo, with its printed text and its JSON."""
    folder = tmp_path_factory.mktemp("the demo")
    ran = did("demo", "--dir", folder / "out", "--out", folder / "demo.json")
    return ran.out, json.loads((folder / "demo.json").read_text()), folder


def test_every_figure_agrees_with_an_independent_computation(demo: Demo) -> None:
    """All 35 sites, the four stages and the total are those of expected.json within 1e-9.

    There S32 is the pack as delivered: the pack of the plant, and the carriage of one kg.
    """
    expected = json.loads((need_shared("cases") / "nmc811_pack" / "expected.json").read_text())
    result = demo[1]
    assert result["entries"] == result["sites"] == 35
    per_unit, found = expected["per_unit_output_kg_co2e"], result["intensities"]
    per_unit["S32"] -= sum(float(found[site]) * tkm for site, tkm in CARRIAGE.items())
    assert near(found["S31"], per_unit.pop("S32"))
    for site, value in per_unit.items():
        assert near(found[site], value), site
    assert found.keys() == {*per_unit, *CARRIAGE}
    stages = expected["per_kwh_full_substitution"]
    for stage, value in result["declaration"]["stages"].items():
        assert near(value, stages[stage.replace("_", " ")]), stage
    assert near(result["declaration"]["total"], 0.124073547202)
    assert result["declaration"]["total_energy_kwh"] == "36000"


def test_the_demo_writes_all_documents_marked_as_a_study(demo: Demo) -> None:
    """Seven files under fixed names, none a passport; each page of the PDFs bears the mark, their metadata the word."""
    documents = demo[1]["documents"]
    assert documents.keys() == {
        *("declaration.json", "declaration.html", "declaration.pdf"),
        *("study.json", "study.html", "study.pdf", "study.md"),
    }
    folder = demo[2] / "out" / "documents"
    assert {Path(path) for path in documents.values()} == set(folder.resolve().iterdir())
    declared = json.loads((folder / "declaration.json").read_text(encoding="utf-8"))
    assert (declared["standing"]["law"], declared["total"]) == ("study", "0.1241")
    for name in ("declaration.pdf", "study.pdf"):
        data = (folder / name).read_bytes()
        for page in pypdfium2.PdfDocument(data):
            assert "Study: not a declaration" in page.get_textpage().get_text_range()
        with pikepdf.open(folder / name) as opened, opened.open_metadata() as known:
            assert "study" in str(known["pdf:Keywords"])


def test_the_demo_places_and_prices_the_pack(demo: Demo) -> None:
    """40.1 % of the pack is from sites in China; 450.71 EUR at one price, 217.13 EUR at those of the EU and China."""
    text, result = demo[0], demo[1]
    delivered = result["territory"]["delivered"]
    assert delivered["total"] == "15.86983608782544333540627035665664"
    costs = {one["scenario"]["id"]: one["cost"] for one in result["price"]["scenarios"]}
    assert format(Decimal(costs["uniform-2026"]), ".11f") == "450.70973114732"
    assert format(Decimal(costs["eu-and-china-2026"]), ".11f") == "217.12662030897"
    assert "of sites: CN 40.1 %, DE 21.0 %, HU 17.7 %, ID 10.5 %" in text


def test_the_demo_verifies_and_refuses_the_tampered_copy(demo: Demo) -> None:
    """The command verifies the final bundle, and refuses the tampered copy beside it."""
    result, folder = demo[1], demo[2]
    assert result["verified"] is True
    assert result["tampered_refused"] is True
    assert cradle("verify", result["bundle"], "--policy", result["policy"]).code == 0
    for file in (folder / "out").glob("*.bundle"):
        assert file.stat().st_mode & 0o777 == 0o600
    tampered = folder / "out" / "tampered.bundle"
    assert cradle("verify", tampered, "--policy", result["policy"]).code == 1


def test_the_demo_follows_each_element_to_its_mines(demo: Demo) -> None:
    """Cobalt from the Congo, nickel from Indonesia and Finland, lithium 60 to 40; decimal strings."""
    found = {row["element"]: row for row in demo[1]["origin"]}
    assert found["Co"]["kg_per_battery"].startswith("5.705364653")
    assert found["Co"]["kg_per_kg"].startswith("0.015123019906911")
    shares = {at: [(r.get("country"), r["share"]) for r in found[at]["shares"]] for at in found}
    assert shares["Co"] == [("CD", "1")]
    assert shares["Ni"] == [("ID", "0.696860327470652"), ("FI", "0.303139672529348")]
    assert (shares["Li"], shares["Mn"]) == ([("AU", "0.6"), ("CL", "0.4")], [(None, "1")])


def test_the_demo_registers_the_manufacturers_details(demo: Demo) -> None:
    """They are marked as examples, and the town is that of the declared site."""
    folder = demo[2] / "out" / "ledger"
    declared = cradle("log", "show", demo[1]["declaration"]["id"], "--ledger", folder)
    issuer = json.loads(declared.out)["payload"]["issuer"]
    shown = json.loads(cradle("log", "show", issuer, "--ledger", folder).out)
    profile = shown["sections"]["profile"]["value"]
    assert profile["details"]["address"] == "Example Street 1, 00000 Exampletown"
    assert profile["details"]["contact"] == "https://pack.example/contact"
    assert profile["sites"] == [{"site": "S31", "town": "Exampletown"}]


def test_a_study_and_a_policy_can_be_made_from_the_demo(demo: Demo, tmp_path: Path) -> None:
    """Later commands on the demo's ledger print JSON, and the reader's own factors are accepted."""
    result, folder = demo[1], demo[2]
    book = folder / "out" / "ledger"
    (row,) = json.loads(
        cradle("log", "list", "--kind", "calculation", "--json", "--ledger", book).out
    )
    out = tmp_path / "study.json"
    told = json.loads(cradle("study", row["id"], "--out", out, "--ledger", book, "--json").out)
    study = json.loads(out.read_text())
    assert told["missing"] == study["standing"]["bars"]
    assert study["total"] == "0.1241"
    shown = cradle("study", row["id"], "--out", out, "--force", "--ledger", book).out
    assert "a study, not a declaration" in shown
    policy = tmp_path / "policy.toml"
    drafted = ("policy", "--out", policy, "--ledger", book, "--json")
    named = ("--rulebook", "study-full-substitution-1", "--factor-set", study["rulebook_digest"])
    assert json.loads(cradle(*drafted, *named).out)["quorum"] == 0
    own = Path(__file__).parents[4] / "docs" / "examples" / "factors.json"
    verified = ("verify", result["bundle"], "--policy", result["policy"], "--with", own, "--json")
    assert json.loads(cradle(*verified).out)["verdict"] == "verified"


def test_numbers_open_down_to_readings(demo: Demo) -> None:
    """Eight signed rows of three sites name a meter or document; its readings are the row's amount, digit for digit."""
    result = demo[1]
    files = unpack(Path(result["bundle"]).read_bytes())
    inventories = [json.loads(data) for name, data in files.items() if name.startswith("sections/")]
    signed = {
        row["evidence"][0]: row
        for section in inventories
        if section["section"] == "inventory"
        for row in section["value"]["inputs"]
        if row["evidence"]
    }
    assert len(signed) == len(result["evidence"]) == 8
    assert {row["site"] for row in result["evidence"]} == {"S21", "S30", "S31"}
    for document in result["evidence"]:
        data = Path(document["file"]).read_bytes()
        assert digest(data) == document["evidence"]
        row = signed[document["evidence"]]
        assert (row["document"], row["known"]) == (document["document"], document["known"])
        head, table = data.decode().split("\nday,") if b"\nday," in data else ("", data.decode())
        amounts = [
            Decimal(line.rpartition(",")[2]) for line in table.splitlines() if line[:2] == "20"
        ]
        used = amounts[-1] - amounts[0] if head else sum(amounts)
        assert used == Decimal(row["amount"]), document["file"]
        assert (row["known"] == "metered") == bool(head)
        assert f"in {row['unit']}\n" in table


def test_the_transcript_is_the_golden_one(demo: Demo) -> None:
    """The printed text is fixed, except for ids and paths."""
    assert normalized(demo[0], demo[2]) == GOLDEN.read_text(encoding="utf-8")


def test_its_last_command_is_for_a_shell_as_it_is(demo: Demo) -> None:
    """Paths with a space are quoted, so the line can be copied."""
    (line,) = re.findall(r"^try +(.+)$", demo[0], re.MULTILINE)
    bundle, policy = (demo[2].resolve() / "out" / x for x in ("declaration.bundle", "policy.toml"))
    assert shlex.split(line) == ["cradle", "verify", str(bundle), "--policy", str(policy)]


@pytest.mark.parametrize("name", ["cobalt_sulfate", "lithium_carbonate_brine"])
def test_a_published_chain_without_a_battery(name: str, tmp_path: Path) -> None:
    """Any case folder becomes signed entries, and its product's figure is the published one."""
    folder = need_shared("cases") / name
    expected = json.loads((folder / "expected.json").read_text())
    out = tmp_path / "demo.json"
    did("demo", "--case", folder, "--dir", tmp_path / "out", "--out", out)
    figure = json.loads(out.read_text())["intensities"][expected["product_site"]]
    assert near(figure, expected["kg_co2e_per_unit"])


def test_a_case_that_keeps_silent_on_its_warranty_and_mixes(tmp_path: Path) -> None:
    """The published folder runs as a study and says so: 8/5 of the usual figure, and 21 sites without a mix."""
    folder = need_shared("cases") / "nmc811_pack"
    assert "warranty_remaining" not in (folder / "case.toml").read_text()
    out = tmp_path / "demo.json"
    ran = did("demo", "--case", folder, "--dir", tmp_path / "out", "--out", out)
    assert f"--case{folder}--serve" in "".join(ran.out.split())
    result = json.loads(out.read_text())
    assert result["declaration"]["total_energy_kwh"] == "22500"
    assert near(result["declaration"]["total"], 0.124073547202 * 8 / 5)
    (found,) = [
        row for row in result["findings"] if row["code"] == "functional_unit.warranty_share"
    ]
    assert near(found["effect_kg"], 0.124073547202 * 3 / 5)
    assert "  - calculation functional_unit.warranty_share: " in ran.out
    assert result["verified"] is True
    codes = [row["code"] for row in result["findings"]]
    assert codes.count("electricity.other_factor") == 21
    shown = " ".join(ran.out.split())
    assert "not under eu-ev-draft-2024: No named factor set has a life-cycle mix" in shown
    assert "the columns grid, mix, year and boundary of factors.csv say what is a mix" in shown
    ruled = ("demo", "--case", folder, "--dir", tmp_path / "ruled", "--rulebook")
    assert cradle(*ruled, "eu-ev-draft-2024").err.startswith("refused: electricity.no_mix")


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    """Existing files are never overwritten."""
    (tmp_path / "mine.txt").write_text("keep me")
    ran = cradle("demo", "--dir", tmp_path)
    assert ran.code == 1
    assert ran.err.startswith("refused: demo.folder")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_draft_rule_gives_a_study_and_no_declaration(tmp_path: Path) -> None:
    """Every term and stage of the circular formula has the expected value; Article 7 is refused."""
    out = tmp_path / "demo.json"
    did(*("demo", "--dir", tmp_path / "out", "--rulebook", "eu-ev-draft-2024", "--out", out))
    result = json.loads(out.read_text())
    cases = need_shared("cases") / "nmc811_pack" / "expected.json"
    expected = json.loads(cases.read_text())["circular_footprint_formula"]
    told = result["declaration"]
    assert told["study"] is True
    assert told["missing"]
    assert (result["verified"], result["tampered_refused"]) == (True, True)
    assert near(told["total"], 0.132623022847)
    for stage, value in told["stages"].items():
        assert near(value, expected["per_kwh"][stage.replace("_", " ")]), stage
    terms = {
        name.removesuffix(", x (1-A)"): value for name, value in expected["per_kg_pack"].items()
    }
    assert told["terms"].keys() == terms.keys()
    for name, value in told["terms"].items():
        assert near(value, terms[name]), name
    study = json.loads((tmp_path / "out" / "study.json").read_text())
    assert study["document"] == "study"
    assert study["calculation"] == told["id"]
    assert study["standing"]["bars"] == told["missing"]
    rates = {row["material"]: float(row["r2"]) for row in study["recovered"]}
    assert rates == pytest.approx(
        {"Al": 0.95, "Cu": 0.95, "Co": 0.864, "Li": 0.79, "Ni": 0.879}, abs=5e-4
    )
    burden = sum(
        expected["per_kg_pack"][f"{name}, x (1-A)"]
        for name in terms
        if name != "collection transport"
    )
    cut_off = float(told["total"]) - burden * 377.263581489884 / 36000
    assert {row["element"] for row in study["recycled_content"]} == {"Co", "Li", "Ni"}
    assert float(study["cut_off_total"]) == pytest.approx(cut_off, rel=1e-3)
    ledger = tmp_path / "out" / "ledger"
    shown = cradle("study", told["id"], "--out", tmp_path / "study.json", "--ledger", ledger).out
    assert "with A = 1" in shown
    assert "0.95" in shown


def test_a_rulebook_of_which_parts_are_unknown_is_refused(tmp_path: Path) -> None:
    """The refusal names the unknown parts of the method, and no figure is computed under its name."""
    ran = cradle("demo", "--dir", tmp_path / "out", "--rulebook", "cn-miit-551-2025")
    assert ran.code == 1
    assert ran.err.startswith("refused: rulebook.unknown_parts at rulebook")
    assert "retention factor" in ran.err
