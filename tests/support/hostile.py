"""Bundles made to cost a verifier more than their size: each grows one thing that could be compared in pairs.

A colluding manufacturer and operator sign them, so every format and signature is in order. `HOSTILE` names for each the
function that builds it from a count, and the count at which its bundle has about 1 MB.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from support.bundles import Json
from support.collusion import act, rows
from support.graph_circular import DRAFT
from support.key_changes import named, state_change
from support.signed_battery import build
from support.signed_chain import Members, SignedChain, output, taken, used

from ledger.audit.bundle.container import pack
from ledger.rules.border_quantities import border_method
from schemas.signed.rulebook import FactorSet

Build = Callable[[int], bytes]
SPAN = {"start": "2025-01-01", "end": "2025-02-01"}


class Hostile(NamedTuple):
    """The builder of a bundle, and the count that makes it about 1 MB."""

    build: Build
    count: int


def _packed(plan: Mapping[str, Callable[[Json], Json]]) -> bytes:
    return pack(build(plan).ledger.files())


def certificates(count: int) -> bytes:
    """Rows of electricity that all claim the same serials."""
    claim = {"scheme": "A", "first": 1, "last": 1, "kwh": "1", "produced": SPAN}
    row = used("db:grid", "1", "kWh", "energy", "main_production")
    row["electricity"] = {"supply": "contract", "certificates": [claim] * 100}

    def claimed(inventory: Json) -> Json:
        return {**inventory, "inputs": [*inventory["inputs"], *[row] * count]}

    return _packed({"pack": claimed})


def versions(count: int) -> bytes:
    """One entry that is corrected again and again, and a delivery of its first version."""
    section = {"outputs": [output("ore", "10")], "inputs": [_heat()]}

    def correct(chain: SignedChain) -> None:
        site = {"code": "mx", "country": "DE"}
        for at in range(count):
            last = chain.correct(f"mine {at - 1} x") if at else {}
            chain.entry(f"mine {at} x", "mine", "raw_material.mining", section, site=site, **last)
        chain.deliver("dx", "mine", "packer", "ore", entry=chain.ids["mine 0 x"], amount="1")
        shop = {"outputs": [output("s", "1")], "inputs": [taken(chain.ids["dx"], "1")]}
        chain.entry("shop", "packer", "distribution.transport", shop, site=site)

    return _counting(correct, lambda chain: [(chain.ids["shop"], "s")])


def compositions(count: int) -> bytes:
    """Own lines that are counted, each at the end of one long chain."""
    ends: list[tuple[str, str]] = []

    def deepen(chain: SignedChain) -> None:
        last = ""
        for at in range(max(count // 4, 1)):
            who, to = ("mine", "recycler") if at % 2 == 0 else ("recycler", "mine")
            to = "packer" if at == max(count // 4, 1) - 1 else to
            made = {"outputs": [output("x", "1000000", product=f"urn:example:x{at}")]}
            made["inputs"] = [*([taken(last, "1")] if last else []), _heat()]
            entry = chain.entry(f"e{at}", who, "raw_material.mining", made)
            product = f"urn:example:x{at}"
            last = chain.deliver(f"d{at}", who, to, "x", entry=entry, product=product)
        for batch in range(count // 64 + 1):
            lines = [
                output(f"l{at:02d}", "1", product=f"urn:example:l{batch}-{at}", role=_role(at))
                for at in range(64)
            ]
            site = {"code": f"o-{batch}", "country": "DE"}
            section = {"outputs": lines, "inputs": [taken(last, "1")]}
            own = chain.entry(f"o{batch}", "packer", "distribution.transport", section, site=site)
            ends.extend((own, f"l{at:02d}") for at in range(64))

    return _counting(deepen, lambda _: ends)


def duplicates(count: int) -> bytes:
    """Entries of one process over one period, all of one product."""
    section = {"outputs": [output("ore", "10")], "inputs": [_heat()]}

    def repeat(chain: SignedChain) -> None:
        site = {"code": "mx", "country": "DE"}
        sold = []
        for at in range(count):
            entry = chain.entry(f"mine {at} x", "mine", "raw_material.mining", section, site=site)
            sold.append(chain.deliver(f"d{at}", "mine", "packer", "ore", entry=entry, amount="1"))
        shop = {"outputs": [output("s", "1")], "inputs": [taken(one, "1") for one in sold]}
        chain.entry("shop", "packer", "distribution.transport", shop, site=site)

    return _counting(repeat, lambda chain: [(chain.ids["shop"], "s")])


def excesses(count: int) -> bytes:
    """Deliveries that are each drawn on beyond their amount."""

    def overdraw(chain: SignedChain) -> None:
        mined = {"outputs": [output("ore", "10000000")], "inputs": [_heat()]}
        site = {"code": "mx", "country": "DE"}
        entry = chain.entry("mine x", "mine", "raw_material.mining", mined, site=site)
        sold = [
            chain.deliver(f"d{at}", "mine", "packer", "ore", entry=entry, amount="1")
            for at in range(count)
        ]
        shop = {"outputs": [output("s", "1")], "inputs": [taken(one, "2") for one in sold]}
        chain.entry("shop", "packer", "distribution.transport", shop, site=site)

    return _counting(overdraw, lambda chain: [(chain.ids["shop"], "s")])


def materials(count: int) -> bytes:
    """Recyclers' rows, each of which recovers many materials."""
    credit = {"flow": "db:steel", "unit": "kg", "stage": "end_of_life", "known": "metered"}
    sold: list[tuple[str, str]] = []

    def recover(chain: SignedChain) -> None:
        names = [f"{a}{b}" for a in "ABCDEFGH" for b in "abcdefgh"]
        avoided = [{**credit, "amount": "1", "material": name} for name in names]
        for at in range(count):
            site = {"code": f"r-{at}", "country": "DE"}
            section = {"outputs": [output("t", "1000")], "inputs": [_heat()], "avoided": avoided}
            own = chain.entry(f"r{at}", "packer", "end_of_life.shredding", section, site=site)
            sold.append((own, "t"))

    return _counting(recover, lambda _: sold, role="end_of_life")


def credits_beside_waste(count: int) -> bytes:
    """A recycler's entry under the circular formula, with as many credits as kinds of waste that A scales."""
    row = {"amount": "1", "unit": "kg", "stage": "end_of_life", "known": "metered"}
    credit = {**row, "flow": "db:steel", "material": "Fe"}
    waste = {**row, "flow": "db:ash", "purpose": "material"}

    def treat(inventory: Json) -> Json:
        return {**inventory, "avoided": [credit] * count, "wastes": [waste] * count}

    def with_ash(factors: FactorSet) -> FactorSet:
        steel = next(row for row in factors.rows if row.flow == "db:steel")
        ash = steel.model_copy(update={"flow": "db:ash", "direction": "treatment"})
        listed = sorted((*factors.rows, ash), key=lambda row: (row.flow, row.unit.value))
        return factors.model_copy(update={"rows": tuple(listed)})

    parts = {"company_specific": (), "required_stages": (), "data_quality": None}
    circular = DRAFT.model_copy(update=parts)
    return _packed({"rulebook": lambda _: circular, "factors": with_ash, "recycler": treat})


def keys(count: int) -> bytes:
    """A supplier with as many keys as it may have, whose statements are signed by the last of them."""

    def rotate(chain: SignedChain) -> None:
        names = [f"mine key {at}" for at in range(count)]
        for name in names:
            members = {"change": "add", "key": named(name).to_json()}
            state_change(chain, name, "mine", members, ["mine root", name])
        for at in range(count * 6):
            section = {"outputs": [output("ore", "10")], "inputs": [_heat()]}
            site = {"code": f"m-{at}", "country": "DE"}
            chain.ledger.signing["mine"] = names[-1]
            chain.entry(f"mine {at} x", "mine", "raw_material.mining", section, site=site)

    return _packed({"early": act(rotate)})


def quantities(count: int) -> bytes:
    """Deliveries along one chain that state quantities of the carbon border, each by a correction of its own."""
    rulebook, tables = border_method()
    row = {"known": "calculated", "unit": "kg", "stage": "raw_material"}
    gas = {**row, "gas": "co2", "origin": "fossil", "amount": "1000"}
    none = dict.fromkeys(("see_direct", "default_share", "sefa"), "0")

    def deepen(chain: SignedChain) -> None:
        last = ""
        for at in range(count):
            who, to = ("mine", "recycler") if at % 2 == 0 else ("recycler", "mine")
            to = "packer" if at == count - 1 else to
            product, good = f"urn:example:x{at}", {"cn": "72011011", "parameters": []}
            made: Members = {"outputs": [output("x", "1000", product=product)], "emissions": [gas]}
            made["inputs"] = [taken(last, "1")] if last else []
            line = {"line": "x", "form": "as_is", "kg_per_unit": "1", "cbam": good}
            site = {"code": f"s-{at}", "country": "CN"}
            process = "raw_material.smelting"
            entry = chain.entry(f"e{at}", who, process, made, product=[line], site=site)
            stated = {"rulebook": rulebook, "tables": tables, "year": 2026 + at, "cscf": "1"}
            stated |= {**none, "attestations": [], "carbon_prices": [], "cn": good["cn"]}
            figure = {**chain.told(f"e{at}", "x"), "cbam": stated}
            members = {"amount": "1", "product": product, "figure": figure}
            last = chain.deliver(f"d{at}", who, to, "x", entry=entry, **members)
        shop = {"outputs": [output("s", "1")], "inputs": [taken(last, "1")]}
        site = {"code": "mx", "country": "DE"}
        chain.entry("shop", "packer", "distribution.transport", shop, site=site)

    return _counting(deepen, lambda chain: [(chain.ids["shop"], "s")])


def _heat() -> Members:
    return used("db:heat", "1", "MJ", "energy", "raw_material")


def _role(at: int) -> str:
    return "main" if at == 0 else "by_product"


def _counting(
    make: Callable[[SignedChain], object],
    lines: Callable[[SignedChain], list[tuple[str, str]]],
    role: str = "distribution",
) -> bytes:
    """A bundle of the story, with what is made before its calculation and the lines that this counts."""
    kept: list[SignedChain] = []

    def early(chain: SignedChain) -> None:
        make(chain)
        kept.append(chain)

    def count(listed: list[Json]) -> None:
        for entry, line in lines(kept[-1]):
            listed.append({"role": role, "entry": entry, "line": line, "amount": "1", "unit": "kg"})

    return _packed({"early": act(early), "composition": rows(count)})


HOSTILE: Mapping[str, Hostile] = {
    "certificates of the same serials": Hostile(certificates, 100),
    "corrections of corrections": Hostile(versions, 500),
    "counted lines at the end of a chain": Hostile(compositions, 1000),
    "entries that state the same goods": Hostile(duplicates, 330),
    "credits beside waste at end of life": Hostile(credits_beside_waste, 3200),
    "deliveries drawn on beyond their amount": Hostile(excesses, 600),
    "recovered materials": Hostile(materials, 80),
    "statements by the last of many keys": Hostile(keys, 60),
    "quantities by corrections of their own": Hostile(quantities, 300),
}
