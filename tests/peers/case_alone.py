"""The figures of a case folder of a product, apart from Cradle: csv files, and sums of products in fractions.

    kg of an output  = sum(amount x kg of the input) + co2, per unit of its site
    kWh of an output = sum(amount x kWh of the input) + its own kWh

An input is another site's main output, a factor, or scrap or a by-product, which carries nothing: so a loop that goes
through scrap needs no cut here. A negative amount of a negative factor is a burden. Carbon dioxide counts 1, from
biomass 0. It reads kg, kWh, MJ, m2, piece and tkm as they are written, and no case with co-products, credits or a
battery. `python -m tests.peers.case_alone FOLDER` prints the figures to 20 digits.
"""

import csv
import json
import sys
import tomllib
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple

CO2 = {"fossil": 1, "biogenic": 0}
SHOWN = Context(prec=20)


class Value(NamedTuple):
    """The kg CO2e and the kWh of electricity per unit."""

    kg: Fraction
    kwh: Fraction


NOTHING = Value(Fraction(0), Fraction(0))


class Alone:
    """A case folder, read as it is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sites = {row["site_id"]: row for row in self._rows("sites.csv")}
        self._factors = {
            row["factor_id"]: Fraction(row["value"]) for row in self._rows("factors.csv")
        }
        self._free = {row["output_id"] for row in self._rows("outputs.csv")}
        assert all(row["role"] in {"scrap", "by_product"} for row in self._rows("outputs.csv"))
        self._activities = self._rows("activities.csv")
        settings = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
        self.product: str = settings["product"]["site"]

    def _rows(self, name: str) -> list[dict[str, str]]:
        with (self._folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cache  # noqa: B019 - one short life
    def of(self, site: str) -> Value:
        """The values of a site's main output, of all that is behind it."""
        kg, kwh = NOTHING
        for row in self._activities:
            if row["site_id"] == site:
                amount, each = Fraction(row["amount_per_unit_output"]), self._each(row)
                kg, kwh = kg + amount * each.kg, kwh + amount * each.kwh
        return Value(kg, kwh)

    def _each(self, row: dict[str, str]) -> Value:
        """The values of one unit of an input."""
        name = row["input"]
        if row["kind"] == "emission":
            return Value(Fraction(CO2[row["origin"]]), Fraction(0))
        if name in self._free:
            return NOTHING
        if name in self.sites:
            return self.of(name)
        return Value(self._factors[name], Fraction(int(row["unit"] == "kWh")))

    def drawn(self) -> dict[str, Fraction]:
        """The units of each site's main output behind one unit of the product."""
        found: dict[str, Fraction] = {}

        def draw(site: str, amount: Fraction) -> None:
            found[site] = found.get(site, Fraction(0)) + amount
            for row in self._activities:
                if row["site_id"] == site and row["input"] in self.sites:
                    draw(row["input"], amount * Fraction(row["amount_per_unit_output"]))

        draw(self.product, Fraction(1))
        return found

    def figures(self) -> dict[str, object]:
        """What `expected.json` of a product's case states, to 20 digits."""
        value, site = self.of(self.product), self.sites[self.product]
        figures: dict[str, object] = {
            "product_site": self.product,
            "unit": site["unit"],
            "kg_co2e_per_unit": shown(value.kg),
            "electricity_kwh_per_unit": shown(value.kwh),
            "per_unit_output_kg_co2e": {name: shown(self.of(name).kg) for name in self.sites},
            "drawn_per_unit": {name: shown(amount) for name, amount in self.drawn().items()},
        }
        if site.get("power_kwp_per_unit"):
            kwp = Fraction(site["power_kwp_per_unit"])
            figures["per_kwp"] = {
                "kg_co2e": shown(value.kg / kwp),
                "electricity_kwh": shown(value.kwh / kwp),
            }
        return figures


def shown(value: Fraction) -> str:
    """A fraction to 20 digits."""
    return format(SHOWN.divide(Decimal(value.numerator), Decimal(value.denominator)), "f")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(Alone(Path(sys.argv[1])).figures(), indent=1) + "\n")
