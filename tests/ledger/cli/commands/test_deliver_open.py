"""`cradle deliver --open`: suppliers chosen by name, shown before they are signed, and none by default."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.command import Ran, cradle
from support.ledger_cli import EXAMPLES, RULEBOOK, ledger

INPUT = {
    "type": "delivery",
    "amount": "100",
    "unit": "kg",
    "purpose": "material",
    "known": "weighed",
}


@dataclass(frozen=True)
class Sold:
    """A ledger in which a smith uses the goods of a mine, and both have a customer."""

    folder: Path
    ids: dict[str, str]

    def deliver(self, *options: object, number: str = "L-2") -> Ran:
        """Deliver the smith's goods with their figure."""
        ids = self.ids
        goods = ("--entry", ids["forged"], "--to", ids["plant"], "--number", number)
        method = ("--amount", "1", "--rulebook", RULEBOOK, "--factor-set", ids["factors"])
        return cradle("deliver", *goods, *method, *self.acting("smith"), *options)

    def acting(self, who: str) -> tuple[object, ...]:
        """The options by which a firm acts."""
        return ("--identity", self.folder / who, "--ledger", self.folder / "ledger")

    def statement(self, name: str) -> dict[str, object]:
        """A statement with its sections."""
        ran = cradle("log", "show", name, "--ledger", self.folder / "ledger", "--json")
        found: dict[str, object] = json.loads(ran.out)
        return found


@pytest.fixture(name="sold")
def built(tmp_path: Path) -> Sold:
    """The ledger, up to the smith's entry."""
    book = ledger(tmp_path)
    ids = {}
    for name in ("mine", "smith", "plant"):
        cradle("keys", "new", tmp_path / name)
        firm = ("--name", f"{name.title()}, Ltd", "--country", "FI", "--role", "supplier")
        acting = ("--identity", tmp_path / name, "--ledger", book, "--quiet")
        ids[name] = cradle("register", *firm, *acting).out.strip()
    added = cradle("factors", "add", EXAMPLES / "factors.json", "--ledger", book, "--quiet")
    ids["factors"] = added.out.strip()
    made = Sold(tmp_path, ids)
    quiet = ("--quiet",)
    draft = EXAMPLES / "cell-entry.json"
    ids["mined"] = cradle("submit", draft, *made.acting("mine"), *quiet).out.strip()
    method = ("--rulebook", RULEBOOK, "--factor-set", ids["factors"])
    goods = ("--entry", ids["mined"], "--to", ids["smith"], "--number", "L-1", "--amount", "100")
    sent = cradle("deliver", *goods, *method, *made.acting("mine"), *quiet).out.strip()
    entry = json.loads(draft.read_bytes())
    entry["inventory"]["inputs"].append({**INPUT, "delivery": sent})
    (tmp_path / "smith.json").write_text(json.dumps(entry))
    ids["forged"] = cradle(
        "submit", tmp_path / "smith.json", *made.acting("smith"), *quiet
    ).out.strip()
    return made


def test_nothing_is_opened_by_default(sold: Sold) -> None:
    """A delivery with a figure opens none."""
    ran = sold.deliver("--quiet")
    assert "sections" not in sold.statement(ran.out.strip())["payload"]


@pytest.mark.parametrize("name", ["Mine, Ltd", "all"])
def test_a_supplier_is_opened_by_its_name(sold: Sold, name: str) -> None:
    """The row is shown with what follows from it: the only supplier is opened, so the rest is the firm's own part."""
    ran = sold.deliver("--open", name, "--onward", "--yes")
    assert ran.code == 0, ran.err
    text = " ".join(ran.err.split())
    assert "Mine, Ltd, " in text
    assert "exactly your own part" in text
    assert "may show the opened suppliers to its own customers" in text
    ran = sold.deliver("--open", name, "--quiet", number="L-3")
    opening = sold.statement(ran.out.strip())["sections"]["opening"]["value"]
    assert opening["onward"] is False
    assert [row["name"] for row in opening["suppliers"]] == ["Mine, Ltd"]


@pytest.mark.parametrize(
    ("options", "place"),
    [(("--open", "Smith Ltd"), "--open"), (("--onward",), "--onward")],
)
def test_what_cannot_be_opened_is_refused(sold: Sold, options: tuple[str, ...], place: str) -> None:
    """A firm that supplies nothing here, and leave to pass on nothing; nothing is signed."""
    ran = sold.deliver(*options, "--quiet")
    assert (ran.code, "option.open" in ran.err, place in ran.err) == (1, True, True), ran.err


@pytest.mark.parametrize("option", [("--rulebook", RULEBOOK), ("--border-year", "2026")])
def test_an_option_of_a_figure_needs_factor_sets(sold: Sold, option: tuple[str, str]) -> None:
    """A delivery that states no figure does not drop it silently."""
    goods = ("--entry", sold.ids["forged"], "--to", sold.ids["plant"], "--number", "L-2")
    ran = cradle("deliver", *goods, "--amount", "1", *sold.acting("smith"), *option)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert ran.err.startswith(f"refused: option.factor_set at {option[0]}: ")


def test_an_opening_needs_a_figure(sold: Sold) -> None:
    """Without a factor set there is no figure to open."""
    ids = sold.ids
    goods = ("--entry", ids["forged"], "--to", ids["plant"], "--number", "L-4", "--amount", "1")
    ran = cradle("deliver", *goods, *sold.acting("smith"), "--open", "all", "--quiet")
    assert "option.open" in ran.err
