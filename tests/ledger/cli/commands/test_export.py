"""`cradle export`: from a signed delivery to a file in another format, and its refusals."""

import json
from pathlib import Path

import pytest
from support.command import Ran, cradle
from support.ledger_cli import RULEBOOK

from ledger.footprint.external.formats import parse_external
from schemas.exchanged.pact.footprint import ProductFootprint

EXAMPLES = Path(__file__).parents[4] / "docs" / "examples"
CREATED = ("--created", "2026-01-31T12:00:00Z")


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A ledger, a delivery in it with a figure, and its recipient."""
    folder = tmp_path_factory.mktemp("export")
    book = folder / "ledger"
    cradle(
        *("init", "--ledger", book, "--origin", "ledger.example/test"),
        *("--operator", "Example Ledger AG", "--country", "DE"),
    )
    names = {}
    for name, role in (("cells", "supplier"), ("packs", "manufacturer")):
        cradle("keys", "new", folder / name)
        names[name] = cradle(
            *("register", "--identity", folder / name, "--ledger", book, "--quiet"),
            *("--name", name.title(), "--country", "FI", "--role", role),
            *("--identifier", "bpnl:BPNL00000000CELL", "--identifier", "bpns:BPNS00000000CELL"),
        ).out.strip()
    cells = ("--identity", folder / "cells", "--ledger", book, "--quiet")
    factors = cradle("factors", "add", EXAMPLES / "factors.json", "--ledger", book, "--quiet")
    entry = cradle("submit", EXAMPLES / "cell-entry.json", *cells).out.strip()
    told = (
        "--number",
        "LS-1",
        "--amount",
        "10",
        "--rulebook",
        RULEBOOK,
        "--factor-set",
        factors.out.strip(),
    )
    delivery = cradle("deliver", "--entry", entry, "--to", names["packs"], *told, *cells)
    return book, delivery.out.strip(), names["packs"]


def export(sold: tuple[Path, str, str], form: str, *options: object) -> Ran:
    """Run the command."""
    return cradle("export", sold[1], "--format", form, "--ledger", sold[0], *options)


@pytest.mark.parametrize("form", ["pact-3", "catena-x-pcf-9", "battery-component-1"])
def test_each_format_comes_back_as_an_import(
    sold: tuple[Path, str, str], form: str, tmp_path: Path
) -> None:
    """The written file equals the printed one, and is read as its format."""
    out = tmp_path / "file.json"
    ran = export(sold, form, "--out", out, *CREATED)
    assert ran.code == 0, ran.err
    assert f"{out.stat().st_size} bytes" in ran.out
    assert export(sold, form, *CREATED).out.encode() == out.read_bytes()
    figure = parse_external(out.read_bytes())
    assert figure.format.value.endswith(form)
    assert figure.values
    assert all(row.stated == row.summed for row in figure.sums)


def test_the_moment_and_the_customers_number(sold: tuple[Path, str, str]) -> None:
    """Given values are in the file; by default they are now and the product's own id."""
    footprint = ProductFootprint.parse(export(sold, "pact-3", *CREATED).out.encode())
    assert footprint.created == "2026-01-31T12:00:00Z"
    assert ProductFootprint.parse(export(sold, "pact-3").out.encode()).created > "2026-01-31"
    part = json.loads(export(sold, "battery-component-1", "--customer-part", "C-7").out)
    assert part["customerPartId"] == "C-7"
    part = json.loads(export(sold, "battery-component-1").out)
    assert part["customerPartId"] == part["manufacturerPartId"]


def test_what_is_refused(sold: tuple[Path, str, str]) -> None:
    """Another participant, another kind of statement and an unknown format are refused."""
    assert export(sold, "pact-3", "--participant", sold[2]).code == 0
    stranger = export(sold, "pact-3", "--participant", "sha256:" + "0" * 64)
    assert (stranger.code, stranger.err.split()[1]) == (1, "export.participant")
    unknown = export((sold[0], sold[2], ""), "pact-3")
    assert (unknown.code, unknown.err.split()[1]) == (1, "statement.unknown:")
    assert export(sold, "pact-2").code == 3
