"""An honest declaration that recovers and uses recycled material, and functions that restate its statements."""

from support.graph import factors, grids, ident
from support.graph_battery import Declared
from support.graph_circular import NICKEL, battery, leach, recycled
from support.rows import Row, avoided, used, wasted

from schemas.signed.inventory import Inventory

END = {"stage": "end_of_life"}
MASSES = ("0.000001", "0.0001", "0.01", "0.5", "3", "25", "400", "9000", "1000000")
"""From a milligram to a thousand tonnes, by size."""
EVIDENCE = dict.fromkeys(("collected", "facilities", "recycled"), ident("evidence"))
SETS = (
    grids({"FI": "0.2"}),
    factors({"test:hydro": "0.006"}, unit="kWh"),
    factors({"test:cheap": "0.1"}),
    factors({"test:ash": "0.5"}, direction="treatment"),
    factors({"test:lorry": "0.5"}, unit="tkm"),
)


def power(flow: str = "grid:FI.average.2025", purpose: str = "energy", supply: str = "grid") -> Row:
    """The 40 kWh of the plant."""
    stated = {"unit": "kWh", "purpose": purpose, "electricity": {"supply": supply}}
    return used(flow, "40", stage="main_production", **stated)


def recycled_battery() -> Declared:
    """The honest declaration; per 100 kg, 30 kg of salt and 10 kg of nickel are recovered."""
    lines = (
        avoided("30", delivery="salt price", material="Ni"),
        avoided("10", "test:ni", material="Ni"),
    )
    it = battery(
        *lines,
        inputs=(NICKEL, recycled("leach", "10", delivery=ident("salt")), power()),
        melted=[used("test:lorry", "40", unit="tkm", purpose="transport", **END)],
        wastes=[wasted("test:ash", "60", purpose="disposal", **END)],
        recyclability=EVIDENCE,
    )
    it.chain.factor_sets = (*it.chain.factor_sets, *SETS)
    leach(it)
    return it


def lists_of(it: Declared, name: str) -> dict[str, object]:
    """The lists of an entry's inventory."""
    found = it.chain.entries[ident(name)].inventory
    assert found is not None
    return {field: getattr(found, field) for field in type(found).model_fields}


def restate(it: Declared, name: str, **lists: object) -> None:
    """State an entry again with these lists, each of rows as JSON or as they are."""
    record = it.chain.entries[ident(name)]
    whole = {**lists_of(it, name), **lists}
    stated = Inventory.model_validate(whole, strict=False)
    it.chain.entries[ident(name)] = record._replace(inventory=stated)


def add(it: Declared, name: str, **rows: Row) -> None:
    """Add a row to lists of an entry."""
    before = lists_of(it, name)
    restate(it, name, **{field: (*before[field], row) for field, row in rows.items()})


def swap(it: Declared, name: str, field: str, at: int, **members: object) -> None:
    """Change members of one row of a list."""
    rows = list(lists_of(it, name)[field])
    stated = {**rows[at].to_json(), **members}
    rows[at] = {key: value for key, value in stated.items() if value is not None}
    restate(it, name, **{field: tuple(rows)})
