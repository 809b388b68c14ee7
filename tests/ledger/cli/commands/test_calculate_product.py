"""`cradle calculate --product`: any product per unit of its line, to its verified bundle and its study."""

import json
from pathlib import Path

import pytest
from support.command import Ran, cradle
from support.ledger_cli import EXAMPLES, ledger, register

GATE, STANDARD = "study-cradle-to-gate-1", "iso-14067-partial-2018"


class Place:
    """A ledger with the example's cells, which their maker calculates."""

    def __init__(self, folder: Path) -> None:
        """Submit the entry, with its product's id as its model."""
        self.folder, self.book = folder, ledger(folder)
        factors = ("factors", "add", EXAMPLES / "factors.json", "--quiet", "--ledger", self.book)
        self.factors = self.told(cradle(*factors))
        register(folder, self.book, "cells", "manufacturer")
        draft = json.loads((EXAMPLES / "cell-entry.json").read_text())
        (line,) = draft["inventory"]["outputs"]
        self.product, self.unit = line["product"], line["unit"]
        (folder / "entry.json").write_text(json.dumps({**draft, "model": self.product}))
        self.site = draft["site"]["code"]
        self.told(self.run("submit", folder / "entry.json"))

    def run(self, *arguments: object) -> Ran:
        """Run a command of the firm."""
        signer = ("--identity", self.folder / "cells", "--ledger", self.book, "--quiet")
        return cradle(*arguments, *signer)

    @staticmethod
    def told(ran: Ran) -> str:
        """The output of a successful command."""
        assert ran.code == 0, ran.err
        return ran.out.strip()

    def calculate(self, *options: object, rulebook: str = GATE) -> Ran:
        """Calculate at the site, over the year."""
        period = ("--site", self.site, "--start", "2025-01-01", "--end", "2026-01-01")
        method = ("--rulebook", rulebook, "--factor-set", self.factors)
        return self.run("calculate", *period, *method, *options)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A ledger that these tests share."""
    return Place(tmp_path_factory.mktemp("product"))


def test_a_product_is_calculated_verified_and_studied(place: Place, tmp_path: Path) -> None:
    """The dry run says the unit; the bundle is verified under a policy of this ledger; the study is written."""
    shown = place.told(cradle_of(place, "--product", place.product, "--dry-run"))
    assert f"kg CO2e per {place.unit}" in shown
    calculation = place.told(place.calculate("--product", place.product, "--yes"))
    bundle, policy = tmp_path / "audit.bundle", tmp_path / "policy.toml"
    at = ("--ledger", place.book)
    assert cradle("bundle", calculation, "--out", bundle, *at).code == 0
    accepted = ("--rulebook", GATE, "--factor-set", place.factors)
    drafted = cradle("policy", "--out", policy, *accepted, *at)
    assert drafted.code == 0, drafted.err
    report = json.loads(cradle("verify", bundle, "--policy", policy, "--json").out)
    assert (report["verdict"], report["unit"]) == ("verified", place.unit)
    assert cradle("study", calculation, "--out", tmp_path / "study.pdf", *at).code == 0


def cradle_of(place: Place, *options: object) -> Ran:
    """Calculate, and show what a person is shown."""
    period = ("--site", place.site, "--start", "2025-01-01", "--end", "2026-01-01")
    method = ("--rulebook", GATE, "--factor-set", place.factors)
    signer = ("--identity", place.folder / "cells", "--ledger", place.book)
    return cradle("calculate", *period, *method, *options, *signer)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        pytest.param((), "option.product", id="neither"),
        pytest.param(("--product", "a:b", "--model", "a:b"), "option.product", id="both"),
        pytest.param(("--product", "a:b", "--category", "EV"), "option.product", id="of a battery"),
        pytest.param(("--model", "a:b"), "option.capacity", id="no capacity"),
    ],
)
def test_options_name_one_subject(place: Place, options: tuple[str, ...], code: str) -> None:
    """A battery model with its capacity, or a product without one."""
    ran = place.calculate(*options)
    assert ran.code != 0
    assert code in ran.err


def test_a_product_is_declared_without_a_number_of_conformity(place: Place, tmp_path: Path) -> None:
    """What is signed is shown without letters of a law; a number is refused, and documents are written."""
    calculated = place.calculate("--product", place.product, "--yes", rulebook=STANDARD)
    calculation = place.told(calculated)
    register(tmp_path, place.book, "auditor", "auditor")
    at = ("--ledger", place.book)
    bundle, policy = tmp_path / "audit.bundle", tmp_path / "policy.toml"
    assert cradle("bundle", calculation, "--out", bundle, *at).code == 0
    accepted = ("--rulebook", STANDARD, "--factor-set", place.factors)
    assert cradle("policy", "--out", policy, *accepted, *at).code == 0
    signer = ("--identity", tmp_path / "auditor", "--quiet", *at)
    depth = ("--scope", "cradle to gate", "--materiality", "5")
    attested = cradle("attest", "--bundle", bundle, "--policy", policy, *depth, *signer)
    named = ("--calculation", calculation, "--attestation", place.told(attested))
    study = ("--study", "https://example.com/study", "--identity", place.folder / "cells", *at)
    numbered = cradle("declare", *named, *study, "--conformity", "EU-1")
    assert "declaration.subject at conformity" in numbered.err
    declared = cradle("declare", *named, *study, "--out", tmp_path / "documents", "--yes")
    assert declared.code == 0, declared.err
    shown = cradle("declare", *named, *study).err  # a second one is refused, after it was shown
    assert f"kg CO2e per {place.unit}" in shown
    assert place.product in shown
    assert not [
        word for word in ("Article", "(a)", "(d)", "conformity", "chemistry") if word in shown
    ]
    assert (tmp_path / "documents" / "declaration.pdf").exists()
    assert not (tmp_path / "documents" / "battery-pass.json").exists()
