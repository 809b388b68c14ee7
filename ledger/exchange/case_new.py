"""The first files of a case folder of one's own: a plant and one supplier, with factors that have a source.

The amounts are examples. Each row says so in the column `document`, which goes into the signed entry, and the plant's
code in the product's id, which every study and page shows: such a figure is not taken for one of a firm. The factors
are rows of the sets that come with Cradle; electricity is the newest mix of the plant's country, of consumption before
production.

Format: docs/formats/case-folder.md. Left out: a battery, for which the file says which table takes the product's place.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, ValidationError

from ledger.exchange.case_rows import MIX
from ledger.exchange.case_table import CaseModel, Positive, refuse
from ledger.exchange.case_words import Place, Word
from ledger.rulebooks.catalog import load_factor_set, mix_set_ids
from schemas.base import broken
from schemas.errors import CradleError
from schemas.readable import require_readable
from schemas.signed.rulebook import Factor
from schemas.values import Text

EXAMPLE: Final = "example amount, not measured"
"""The document of each row, until its writer names the meter, invoice or record."""

PLANT: Final = "EXAMPLE-AMOUNTS"
"""The code of the plant, until its writer has replaced the amounts."""

STEEL: Final = ("starter-materials-2025", "desnz:steel_primary.2025")
LORRY: Final = ("starter-energy-freight-2025", "desnz:lorry_articulated_over_33t.2025")

_SITES: Final = ("site_id", "site", "country", "stage", "output", "unit", "mass_kg_per_unit")
_ACTIVITIES: Final = (
    "site_id",
    "kind",
    "input",
    "amount_per_unit_output",
    "unit",
    "stage",
    "document",
)
_FACTORS: Final = ("factor_id", "name", "value", "unit", "source", "carrier", *MIX)


MOST_KG: Final = Decimal("1e9")
"""The largest mass of one unit, and its inverse the smallest; what lies beyond is a slip of the pen."""


def _within(kg: Decimal) -> Decimal:
    if not 1 / MOST_KG <= kg <= MOST_KG:
        raise broken("case.number", f"no unit has {kg:.3g} kg; write the mass of one unit in kg")
    return kg


class NewCase(CaseModel):
    """What is made, by whom and where; `kg` is the mass of one unit, `mix` the country whose electricity is used."""

    product: Text
    firm: Text
    country: Place
    word: Word = Field(alias="unit")
    kg: Annotated[Positive, AfterValidator(_within)]
    mix: Place

    @classmethod
    def read(cls, **given: str) -> Self:
        """A new case from its words, by the names of the command's options.

        Raises:
            CradleError: `case.*`, `text.hidden` or `text.composition`, with the option.
        """
        require_readable(given, "new")
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise refuse(error, "new") from None


def new_case(case: NewCase, year: int) -> Mapping[str, bytes]:
    """The files of a case folder that runs as it is, by name.

    Args:
        case: what is made.
        year: the calendar year that the amounts are of.

    Raises:
        CradleError: `case.no_mix` for a country of which no set that comes with Cradle has a mix.
    """
    grid, kg = f"grid_{case.mix}", str(case.word.per_unit(case.kg))
    sites = (
        ("SUPPLIER", "Example supplier", case.country, "raw material", "steel parts", "kg", "1"),
        (
            PLANT,
            case.firm,
            case.country,
            "main production",
            case.product,
            case.word.unit.value,
            kg,
        ),
    )
    activities = (
        ("SUPPLIER", "material", "steel", "1.1", "kg", "raw material", EXAMPLE),
        ("SUPPLIER", "energy", grid, "0.8", "kWh", "raw material", EXAMPLE),
        (PLANT, "material", "SUPPLIER", kg, "kg", "main production", EXAMPLE),
        (PLANT, "energy", grid, "0.5", "kWh", "main production", EXAMPLE),
        (PLANT, "transport", "lorry", "0.3", "tkm", "main production", EXAMPLE),
    )
    factors = (
        _row("steel", _shipped(*STEEL)),
        _row("lorry", _shipped(*LORRY)),
        _row(grid, _mix_of(case.mix)),
    )
    return {
        "case.toml": _settings(case, year).encode(),
        "sites.csv": _table(_SITES, sites),
        "activities.csv": _table(_ACTIVITIES, activities),
        "factors.csv": _table(_FACTORS, factors),
    }


def _table(names: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows((names, *rows))
    return text.getvalue().encode()


def _shipped(set_id: str, flow: str) -> Factor:
    return next(row for row in load_factor_set(set_id).rows if row.flow == flow)


def _mix_of(country: str) -> Factor:
    """The newest mix of a country, of the first set that has one."""
    sets = [load_factor_set(name) for name in mix_set_ids()]
    for each in sets:
        mixes = [row for row in each.rows if row.grid == country]
        if mixes:
            return max(mixes, key=lambda row: row.year or 0)
    detail = (
        f"No factor set that comes with Cradle has an electricity mix of {country}; name a country whose mix stands"
        " for it with --mix."
    )
    raise CradleError("case.no_mix", detail, "--mix")


def _row(name: str, factor: Factor) -> tuple[str, ...]:
    (value,) = factor.values
    facts = (factor.carrier, factor.grid, factor.mix, factor.year, factor.boundary)
    unit = f"kg CO2e/{factor.unit.value}"
    return name, factor.name, value.value, unit, factor.source, *(str(it or "") for it in facts)


def _settings(case: NewCase, year: int) -> str:
    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    return f"""\
# A supply chain in four files. `cradle run FOLDER` computes, documents and verifies it; with --watch at each save.
# The amounts are examples. Replace each, and name in the column `document` the meter, invoice or record that shows it.
# Then give the plant a code of its own in place of {PLANT}, in all files: until then each document has that word.
#
#   sites.csv        one row for each site, and what it makes; more suppliers are more rows
#   activities.csv   what each site uses for ONE unit of what it makes: another site, or a factor, by its id
#   factors.csv      kg CO2e of what no site supplies; `cradle factors sets` lists those that come with Cradle
#
# Everything that may stand here: docs/formats/case-folder.md

name = {quoted(case.product)}

[product]                       # for a battery: a table [battery] in its place
site = "{PLANT}"         # the plant; the figure is of its output in sites.csv, per {case.word.unit.value}
manufacturer = {quoted(case.firm)}
period = ["{year}-01-01", "{year + 1}-01-01"]   # the first day, and the day after the last
# town = "..."                  # of the plant
# address = "..."               # the firm's postal address and contact stand on the study; both, or none
# contact = "https://..."       # or an e-mail address
# trade_name = "..."
"""
