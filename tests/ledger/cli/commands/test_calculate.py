"""`cradle calculate`: deliveries that share the end of life, warranties with their share, and wrong options."""

import json
from pathlib import Path

import pytest
from support.command import Ran, cradle, did
from support.ledger_cli import EXAMPLES, RULEBOOK, ledger, register

WARRANTY = ("--warranty-years", "8", "--warranty-remaining", "0.8")
NOWHERE = "sha256:" + "0" * 64


class Place:
    """A ledger with the example's packs, and two recyclers that price their treatment."""

    def __init__(self, folder: Path) -> None:
        """Submit everything up to the calculation."""
        self.folder, self.book = folder, ledger(folder)
        factors = ("factors", "add", EXAMPLES / "factors.json", "--quiet", "--ledger", self.book)
        self.factors = self.told(cradle(*factors))
        roles = {"cells": "supplier", "packs": "manufacturer", "one": "supplier", "two": "supplier"}
        ids = {name: register(folder, self.book, name, role) for name, role in roles.items()}
        cells = self.signed("cells", "submit", EXAMPLES / "cell-entry.json")
        method = ("--rulebook", RULEBOOK, "--factor-set", self.factors)
        sold = ("--to", ids["packs"], "--number", "1", "--amount", "27000", *method)
        bought = self.signed("cells", "deliver", "--entry", cells, *sold)
        self.signed("packs", "submit", EXAMPLES / "pack-entry.json", "--cite", f"cells={bought}")
        priced = ("--to", ids["packs"], "--number", "1", "--valid-until", "2027-01-01")
        self.treatments = []
        for name in ("one", "two"):
            entry = self.signed(name, "submit", EXAMPLES / "recycling-entry.json")
            self.treatments.append(self.signed(name, "deliver", "--entry", entry, *priced))

    def signed(self, name: str, *arguments: object) -> str:
        """The id of a firm's signed statement."""
        return self.told(self.run(name, *arguments))

    def run(self, name: str, *arguments: object) -> Ran:
        """Run a command of a firm."""
        signer = ("--identity", self.folder / name, "--ledger", self.book, "--quiet")
        return cradle(*arguments, *signer)

    @staticmethod
    def told(ran: Ran) -> str:
        """The output of a successful command."""
        assert ran.code == 0, ran.err
        return ran.out.strip()

    def calculate(self, *options: object, capacity: str = "75", rulebook: str = RULEBOOK) -> Ran:
        """Calculate the example's packs."""
        battery = ("--model", "urn:example:battery:75", "--site", "PACK-1", "--capacity", capacity)
        period = ("--start", "2025-01-01", "--end", "2026-01-01", "--vehicle-category", "M1")
        method = ("--rulebook", rulebook, "--factor-set", self.factors)
        return self.run("packs", "calculate", *battery, *period, *method, *options)

    def shown(self, statement: str) -> dict[str, object]:
        """A statement with its sections."""
        return dict(json.loads(self.told(cradle("log", "show", statement, "--ledger", self.book))))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A ledger that these tests share; each makes a calculation of its own."""
    return Place(tmp_path_factory.mktemp("calculating"))


def test_a_delivery_without_an_amount_takes_the_remainder(place: Place) -> None:
    """The packs weigh 37,500 kg, of which the first recycler treats 12,500.5."""
    first, second = place.treatments
    options = (*WARRANTY, "--end-of-life", f"{first}=12500.5", "--end-of-life", second)
    ran = place.calculate(*options)
    composition = place.shown(place.told(ran))["sections"]["composition"]["value"]
    treated = {row["delivery"]: row["amount"] for row in composition["rows"] if "delivery" in row}
    assert treated == {first: "12500.5", second: "24999.5"}


def test_two_remainders_are_refused_with_the_remedy(place: Place) -> None:
    """The split of the remainder is undefined; the sentence explains how to state it."""
    first, second = place.treatments
    ran = place.calculate(*WARRANTY, "--end-of-life", first, "--end-of-life", second)
    assert ran.code == 1
    assert ran.err.startswith("refused: calculation.end_of_life at end_of_life: ")
    assert "DELIVERY=KG" in ran.err


def test_a_warranty_states_its_share(place: Place) -> None:
    """The share is signed as stated; without one the default of five years applies."""
    end = ("--end-of-life", place.treatments[0])
    stated = place.shown(place.told(place.calculate(*WARRANTY, *end)))
    assert stated["payload"]["warranties"] == [{"years": "8", "remaining_energy": "0.8"}]
    assert stated["payload"]["total_energy"] == {"numerator": "36000", "denominator": "1"}
    silent = place.shown(place.told(place.calculate("--warranty-years", "8", *end)))
    assert silent["payload"]["total_energy"] == {"numerator": "22500", "denominator": "1"}


@pytest.mark.parametrize(
    ("options", "capacity", "told"),
    [
        (("--warranty-remaining", "0.8"), "75", "option.warranty at --warranty-years"),
        (("--warranty-km", "160000"), "75", "option.warranty at --warranty-years"),
        (("--warranty-years", "8", "--warranty-remaining", "900"), "75", "share.grammar at "),
        (WARRANTY, "75,5", "quantity.positive at capacity_kwh"),
        (("--end-of-life", f"{NOWHERE}=1,5"), "75", "quantity.positive at kg"),
        (("--end-of-life", f"{NOWHERE}="), "75", "quantity.positive at kg"),
        (("--end-of-life", "S33"), "75", "digest.grammar at delivery"),
    ],
)
def test_wrong_options_are_refused_in_one_sentence(
    place: Place, options: tuple[str, ...], capacity: str, told: str
) -> None:
    """The refusal says what is wrong and where, without a stack trace."""
    ran = place.calculate("--end-of-life", place.treatments[0], *options, capacity=capacity)
    assert ran.code == 1
    assert ran.err.startswith(f"refused: {told}"), ran.err
    assert "Traceback" not in ran.err


def statements(place: Place) -> object:
    """All statements of the ledger, and the documents that it keeps."""
    documents = sorted(path.name for path in (place.book / "blobs").rglob("*"))
    return documents, json.loads(
        place.told(cradle("log", "list", "--json", "--ledger", place.book))
    )


def test_a_dry_run_shows_the_figure_and_writes_nothing(place: Place) -> None:
    """The same figure as the signed calculation, under a rulebook that the ledger need not keep."""
    options = (*WARRANTY, "--end-of-life", place.treatments[0])
    signed = place.shown(place.told(place.calculate(*options)))["payload"]
    before = statements(place)
    assert place.told(place.calculate(*options, "--dry-run")) == signed["total"]
    drafted = json.loads(place.told(place.calculate(*options, "--dry-run", "--json")))
    assert drafted["calculation"]["cells"] == signed["cells"]
    assert [row["role"] for row in drafted["sections"]["composition"]["rows"]] == [
        "end_of_life",
        "product",
    ]
    shown = cradle(*call(place, *options, "--dry-run"))
    assert f"model        {signed['model']}" in shown.out
    assert "nothing was signed" in shown.out
    other = place.calculate(*options, "--dry-run", rulebook="eu-ev-draft-2024")
    assert other.code in {0, 1}
    assert "rulebook.unknown" not in other.err
    assert statements(place) == before


def call(place: Place, *options: object) -> tuple[object, ...]:
    """The words of a calculation that is not quiet."""
    period = ("--start", "2025-01-01", "--end", "2026-01-01", "--vehicle-category", "M1")
    battery = ("--model", "urn:example:battery:75", "--site", "PACK-1", "--capacity", "75")
    method = ("--rulebook", RULEBOOK, "--factor-set", place.factors)
    signer = ("--identity", place.folder / "packs", "--ledger", place.book)
    return ("calculate", *battery, *period, *method, *signer, *options)


def test_what_is_signed_is_shown_first(place: Place) -> None:
    """Standard error has product, period, rulebook, stages and figure; a program gets the receipt alone."""
    ran = cradle(*call(place, *WARRANTY, "--end-of-life", place.treatments[0]))
    total = place.shown(ran.out.split()[1])["payload"]["total"]
    lines = [" ".join(line.split()) for line in ran.err.splitlines()]
    assert lines[0] == "model urn:example:battery:75"
    assert f"rulebook {RULEBOOK}" in lines
    assert any(line.startswith("main_production") for line in lines)
    assert f"signing {total} kg CO2e per kWh of total energy" in lines


@pytest.mark.parametrize("command", ["calculate", "footprint", "deliver"])
def test_a_figure_needs_a_rulebook(place: Place, command: str) -> None:
    """There is no default; the refusal names those that exist."""
    signer = ("--identity", place.folder / "cells", "--ledger", place.book)
    sold = ("deliver", "--entry", NOWHERE, "--to", NOWHERE, *signer)
    given = {
        "calculate": [word for word in call(place) if word not in {"--rulebook", RULEBOOK}],
        "footprint": ["footprint", NOWHERE, "--factor-set", place.factors],
        "deliver": [*sold, "--number", "1", "--amount", "1", "--factor-set", place.factors],
    }[command]
    end = ("--end-of-life", place.treatments[0]) if command == "calculate" else ()
    ran = cradle(*given, *end)
    assert ran.code == 1
    assert ran.err.startswith("refused: option.rulebook at --rulebook: ")
    assert RULEBOOK in ran.err
    assert "eu-ev-draft-2024" in ran.err


GATE = "study-cradle-to-gate-1"
OWN_POLICY = ("policy", "--rulebook", GATE, "--factor-set", EXAMPLES / "factors.json")


def test_a_figure_to_the_gate_takes_no_end_of_life(place: Place, tmp_path: Path) -> None:
    """It is calculated, bundled and verified without one, and refused with one, in a clear sentence."""
    made = place.told(place.calculate(rulebook=GATE))
    bundle, policy = tmp_path / "gate.bundle", tmp_path / "policy.toml"
    book = ("--ledger", place.book)
    assert cradle("bundle", made, "--out", bundle, *book).code == 0
    drafted = ("policy", "--out", policy, "--rulebook", GATE, "--factor-set", place.factors, *book)
    assert cradle(*drafted).code == 0
    did("verify", bundle, "--policy", policy)
    ran = place.calculate("--end-of-life", place.treatments[0], rulebook=GATE)
    assert ran.err.startswith("refused: option.end_of_life at --end-of-life: Rulebook ")
    assert "ends at the gate and counts no end of life; leave this option out." in ran.err


def test_a_figure_to_the_grave_needs_an_end_of_life(place: Place) -> None:
    """The refusal says what to name."""
    ran = place.calculate(*WARRANTY)
    assert ran.err.startswith("refused: option.end_of_life at --end-of-life: ")


def test_a_factor_set_is_a_file_an_id_or_a_digest(place: Place) -> None:
    """All three name the same set: calculations, previews, deliveries and policies accept each."""
    method = ("--model", "urn:example:battery:75", "--site", "PACK-1", "--capacity", "75")
    period = ("--start", "2025-01-01", "--end", "2026-01-01", "--rulebook", GATE, "--dry-run")
    shown = [
        place.told(place.run("packs", "calculate", *method, *period, "--factor-set", named))
        for named in (place.factors, EXAMPLES / "factors.json")
    ]
    assert shown[0] == shown[1]


def test_a_dry_run_stores_no_factor_set(place: Place) -> None:
    """A set that the ledger does not have is refused with the command that stores it."""
    method = ("--model", "urn:example:battery:75", "--site", "PACK-1", "--capacity", "75")
    period = ("--start", "2025-01-01", "--end", "2026-01-01", "--rulebook", GATE, "--dry-run")
    ran = place.run("packs", "calculate", *method, *period, "--factor-set", "mixes-ember-mee-2026")
    assert ran.err.startswith("refused: factor_set.not_stored at mixes-ember-mee-2026: ")
    assert "cradle factors add mixes-ember-mee-2026" in ran.err


DERIVED = {"supersedes", "as_of", "cells", "stages", "total", "total_energy", "sections"}


def superseding(place: Place, *options: object) -> Ran:
    """A calculation that replaces another, not quiet."""
    signer = ("--identity", place.folder / "packs", "--ledger", place.book)
    return cradle("calculate", "--supersedes", *options, *signer)


def test_a_replacing_calculation_begins_from_the_replaced_one(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the correction is typed; the rest is shown, and no setting comes before it."""
    first, second = place.treatments
    end = ("--end-of-life", f"{first}=12500.5", "--end-of-life", second, "--fill-transport")
    replaced = place.told(place.calculate(*WARRANTY, *end))
    before = place.shown(replaced)
    monkeypatch.setenv("CRADLE_RULEBOOK", "eu-ev-draft-2024")
    monkeypatch.setenv("CRADLE_FACTOR_SETS", "mixes-ember-mee-2026")
    ran = superseding(place, replaced[7:19], "--capacity", "77")
    assert ran.code == 0, ran.err
    after = place.shown(ran.out.split()[1])
    kept = {key: row for key, row in before["payload"].items() if key not in DERIVED}
    changed = {key for key in kept if after["payload"][key] != kept[key]}
    assert changed == {"capacity_kwh"}
    assert after["sections"]["composition"]["value"] == before["sections"]["composition"]["value"]
    assert after["payload"]["supersedes"] == {"id": replaced, "reason": "correction"}
    lines = [" ".join(line.split()) for line in ran.err.splitlines()]
    assert "warranty years, as before 8" in lines
    assert "fill transport, as before yes" in lines
    assert not any(line.startswith("capacity, as before") for line in lines)
    assert any(line.startswith("factor sets example-") for line in lines), lines
    dropped = superseding(place, ran.out.split()[1], "--no-fill-transport", "--dry-run", "--json")
    assert "filling" not in json.loads(place.told(dropped))["calculation"]
    gate = superseding(place, ran.out.split()[1], "--rulebook", GATE, "--dry-run", "--json")
    assert json.loads(place.told(gate))["calculation"]["capacity_kwh"] == "77"


def test_without_one_to_replace_every_option_is_needed(place: Place) -> None:
    """The refusal names the option that lacks."""
    battery = ("--model", "75 kWh pack, delivered", "--capacity", "75", "--rulebook", GATE)
    for given, missing in (
        ((), "--site"),
        (("--site", "PACK-1"), "--start"),
        (("--site", "PACK-1", "--start", "2025-01-01"), "--end"),
        (("--site", "PACK-1", "--start", "2025-01-01", "--end", "2026-01-01"), "--factor-set"),
    ):
        ran = place.run("packs", "calculate", *battery, *given)
        assert ran.err.startswith(f"refused: option.missing at {missing}: "), ran.err
    named = ("--site", "PACK-1", "--start", "2025-01-01", "--end", "2026-01-01", "--dry-run")
    place.told(place.run("packs", "calculate", *battery, *named, "--factor-set", place.factors))
