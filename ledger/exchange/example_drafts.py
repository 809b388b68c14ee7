"""Examples of the JSON files that a person writes: the draft of an entry, of its site's balance, and a factor set.

They are built from the models that read them, so none can fall behind. The firm and its amounts are invented, and the
texts say so. The flows are of factor sets that come with Cradle; `@steel` and `@brackets` cite statements of the
reader's own ledger. A delivery has no draft file: the options of `cradle deliver` state it.
"""

from collections.abc import Callable, Mapping
from typing import Final

import orjson

from ledger.exchange.draft_files import fields_of
from ledger.trust.leaves import digest
from schemas.gases import Gas, GasOrigin
from schemas.signed.entry import Entry, EntrySections, Product, ProductLine, Site
from schemas.signed.inventory import Inventory, Output
from schemas.signed.rows import ActivityInput, DeliveryInput, ElectricitySupply, Emission
from schemas.signed.rulebook import Factor, FactorSet, GroupValue
from schemas.signed.site_balance import (
    Balance,
    BalanceRow,
    EntryShare,
    SiteBalance,
    SiteBalanceSections,
)
from schemas.signed.statement import SectionName
from schemas.values import Period
from schemas.vocabulary import (
    DataBasis,
    Group,
    Known,
    OutputRole,
    ProcessCode,
    Purpose,
    Source,
    Stage,
    Supply,
    Unit,
)

_CITED: Final = {digest(name.encode()): f"@{name}" for name in ("steel", "brackets")}
"""The names that drafts cite, by the ids in whose place they stand."""

_STEEL, _BRACKETS = _CITED
_SIGNER: Final = digest(b"added when it is signed")
_SITE: Final = "PLANT-1"
_YEAR: Final = Period(start="2025-01-01", end="2026-01-01")
_POWER: Final = "electricity_maps:DE.2025"
_POWER_USED: Final = "3200"
_GAS: Final = "desnz:natural_gas.2025"
_GAS_USED: Final = "1500"


def example_file(kind: str) -> bytes:
    """The file of an example, by one of the words of `EXAMPLES`."""
    data = orjson.dumps(EXAMPLES[kind](), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    for id_, name in _CITED.items():
        data = data.replace(id_.encode(), name.encode())
    return data


def _entry() -> dict[str, object]:
    """A year of a plant that stamps brackets from a supplier's steel, with scrap, electricity, gas and a leak."""
    statement = Entry(
        origin="ledger.example/entries",
        issuer=_SIGNER,
        site=Site(code=_SITE, country="DE"),
        process=ProcessCode.MAIN_UNSPECIFIED,
        period=_YEAR,
        basis=DataBasis.SITE_PERIOD_AVERAGE,
        sections=EntrySections(inventory=_SIGNER, product=_SIGNER),
    )
    sections = {SectionName.INVENTORY: _inventory(), SectionName.PRODUCT: _product()}
    return fields_of(statement, sections)


def _inventory() -> Inventory:
    outputs = (
        Output(
            line="cuttings",
            product="urn:example:product:cuttings",
            name="Steel cuttings (example)",
            amount="1000",
            unit=Unit.KG,
            role=OutputRole.SCRAP,
        ),
        Output(
            line="main",
            product="urn:example:product:bracket",
            name="Steel bracket (example)",
            amount="45000",
            unit=Unit.PIECE,
            role=OutputRole.MAIN,
        ),
    )
    inputs = (
        DeliveryInput(
            type="delivery",
            delivery=_STEEL,
            amount="10000",
            unit=Unit.KG,
            purpose=Purpose.MATERIAL,
            known=Known.WEIGHED,
            document="example amount, goods received",
        ),
        ActivityInput(
            type="activity",
            flow=_POWER,
            amount=_POWER_USED,
            unit=Unit.KWH,
            purpose=Purpose.ENERGY,
            stage=Stage.MAIN_PRODUCTION,
            source=Source.DATASET,
            known=Known.METERED,
            document="example amount, main meter",
            electricity=ElectricitySupply(supply=Supply.GRID),
        ),
        ActivityInput(
            type="activity",
            flow=_GAS,
            amount=_GAS_USED,
            unit=Unit.M3,
            purpose=Purpose.ENERGY,
            stage=Stage.MAIN_PRODUCTION,
            source=Source.DATASET,
            known=Known.INVOICED,
            document="example amount, gas bill",
        ),
    )
    leak = Emission(
        gas=Gas.HFC_134A,
        origin=GasOrigin.FOSSIL,
        amount="0.5",
        unit=Unit.KG,
        stage=Stage.MAIN_PRODUCTION,
        known=Known.CALCULATED,
        document="example amount, refrigerant refill",
    )
    return Inventory(outputs=outputs, inputs=inputs, emissions=(leak,))


def _product() -> Product:
    return Product(
        lines=(
            ProductLine(line="cuttings", form="as_is", kg_per_unit="1"),
            ProductLine(line="main", form="as_is", kg_per_unit="0.2"),
        )
    )


def _balance() -> dict[str, object]:
    """What the plant bought over the year: the gas of the entry, and more electricity than the entry used."""
    statement = SiteBalance(
        origin="ledger.example/entries",
        issuer=_SIGNER,
        site=_SITE,
        period=_YEAR,
        sections=SiteBalanceSections(balance=_SIGNER),
    )
    rows = (
        _balanced(_GAS, Unit.M3, _GAS_USED, bought=_GAS_USED, remainder="0"),
        _balanced(_POWER, Unit.KWH, _POWER_USED, bought="3300", remainder="100"),
    )
    return fields_of(statement, {SectionName.BALANCE: Balance(rows=rows)})


def _balanced(flow: str, unit: Unit, used: str, *, bought: str, remainder: str) -> BalanceRow:
    share = EntryShare(entry=_BRACKETS, amount=used)
    return BalanceRow(flow=flow, unit=unit, bought=bought, entries=(share,), remainder=remainder)


def _factor_set() -> dict[str, object]:
    """A set of one flow."""
    steel = Factor(
        flow="my:steel_sheet",
        unit=Unit.KG,
        direction="product",
        name="Steel sheet (example)",
        values=(GroupValue(group=Group.FOSSIL, value="2.4"),),
        source="an invented value; name the document, its year and its page",
    )
    return FactorSet(
        id="my-factors",
        version="1",
        title="Factors of our own (example)",
        method="EF 3.1",
        licence="digest_only",
        rows=(steel,),
    ).to_json()


EXAMPLES: Final[Mapping[str, Callable[[], dict[str, object]]]] = {
    "entry": _entry,
    "balance": _balance,
    "factor-set": _factor_set,
}
"""The members of each example, by the word that `cradle draft` takes."""
