"""Electricity: supplied in a way that the method takes, and contracts that are backed by certificates.

A method lists the supplies it takes as stated; a row by any other is valued by the mix of the site's grid (see
`grid_mix`), and the finding tells what its claim would have taken off. Where contracts are taken, the PEF method asks
that the claim is conveyed by certificates, for the volume and as close as possible to the time of consumption:

    the kWh of the certificates cover the kWh of the row
    a range of n serials is n MWh, and attests no more
    the certificates were produced in a time that overlaps the entry's period

What is not covered belongs to the fallback mix. An effect is kWh x (stated factor - mix), below zero where the claim
made the figure too low; where several faults meet in one row their effects overlap. Not seen here: whether a
certificate was cancelled, the mix that a row from the grid should have taken, and hours: no rule read so far matches by
the hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ledger.footprint.cells import exact_sum
from ledger.footprint.certificates import Claim, attested, claimed_twice, serials
from ledger.footprint.factors import Valued
from ledger.footprint.goods import per_unit, unit_of
from ledger.footprint.graph import EntryRecord, Observation
from ledger.footprint.grid_mix import takes
from ledger.footprint.numbers import EXACT, EXPLAIN, ZERO
from ledger.footprint.reader import Reader, product
from schemas.inventory import Inventory
from schemas.rows import ActivityInput, ElectricitySupply
from schemas.rulebook import Rulebook
from schemas.vocabulary import Supply


@dataclass(frozen=True, slots=True)
class _Bought:
    """A row of electricity, and the kg CO2e per kWh that its stated factor lies above the fallback mix."""

    record: EntryRecord
    inventory: Inventory
    kwh: Decimal
    stated: ElectricitySupply
    above_mix: Decimal | None

    def fault(self, code: str, detail: str, kwh: Decimal) -> Observation:
        """A finding on so many kWh of the row."""
        return Observation(code, self.record.id, detail, self.effect(kwh))

    def effect(self, kwh: Decimal) -> Decimal | None:
        """What so many kWh add to the figure by not being valued by the mix."""
        return None if self.above_mix is None else product(kwh, self.above_mix)

    def lost(self, stated: Decimal, valid: Decimal) -> Decimal:
        """The kWh of the row that certificates cover as stated, and those that are valid do not."""
        return EXACT.subtract(min(self.kwh, stated), min(self.kwh, valid))

    def told(self, kwh: Decimal) -> str:
        """So many kWh in words."""
        return f"{unit_of(self.inventory)} {self.share(kwh)} kWh"

    def share(self, kwh: Decimal) -> str:
        """So many kWh per unit of the main output."""
        return per_unit(kwh, self.inventory)


def electricity_faults(reader: Reader) -> Iterator[Observation]:
    """Rows whose supply is not taken, contracts that are not backed, certificates claimed twice."""
    claims = []
    for row in _rows(reader):
        taken = takes(reader.rulebook, row.stated.supply)
        if not taken:
            yield _refused(row, reader)
        elif row.stated.supply is Supply.CONTRACT and reader.rulebook.electricity is not None:
            yield from _contract_faults(row)
        above_mix = row.above_mix if taken or row.above_mix is None else ZERO
        claims += [
            Claim(held, row.record.id, row.kwh, above_mix) for held in row.stated.certificates
        ]
    yield from claimed_twice(claims)


def _rows(reader: Reader) -> Iterator[_Bought]:
    """The rows of electricity that may have a fault."""
    for record, inventory in reader.entries:
        for row in inventory.inputs:
            if isinstance(row, ActivityInput) and row.electricity is not None:
                if _is_plain(row.electricity, reader.rulebook):
                    continue
                mix = reader.fallback(record)
                above = None if mix is None else _above(reader, record, row, mix)
                yield _Bought(record, inventory, Decimal(row.amount), row.electricity, above)


def _is_plain(stated: ElectricitySupply, rulebook: Rulebook) -> bool:
    """Whether a supply is taken as stated and is no claim that certificates would have to back."""
    claims = stated.certificates or stated.supply is Supply.CONTRACT
    return not claims and takes(rulebook, stated.supply)


def _above(reader: Reader, record: EntryRecord, row: ActivityInput, mix: Valued) -> Decimal | None:
    stated = reader.price(row.flow, row.unit)
    if stated is None:
        return None
    above = EXPLAIN.subtract(stated, exact_sum(mix.values.values()))
    return reader.counted(above, record.id, row.purpose)


def _refused(row: _Bought, reader: Reader) -> Observation:
    site, rule = row.record.entry.site, reader.rulebook.electricity
    mix = reader.fallback(row.record)
    word = "grid" if rule is None or rule.fallback is None else rule.fallback
    if mix is None:
        how = (
            f"valued as stated, for no named set has the {word} mix of {site.zone or site.country}"
        )
    else:
        how = f"valued by the {word} mix, {mix.flow}: the claim is not counted"
    detail = (
        f"rulebook {reader.rulebook.id} does not take electricity by {row.stated.supply.value}; "
        f"{row.told(row.kwh)} {how}"
    )
    return row.fault("electricity.supply", detail, row.kwh)


def _contract_faults(row: _Bought) -> Iterator[Observation]:
    held = row.stated.certificates
    if not held:
        detail = f"{row.told(row.kwh)} under a contract without certificates"
        yield row.fault("electricity.no_certificate", detail, row.kwh)
        return
    stated = exact_sum(Decimal(one.kwh) for one in held)
    if stated < row.kwh:
        detail = f"{row.told(row.kwh)} under contract, certificates cover {row.share(stated)}"
        yield row.fault("electricity.volume", detail, EXACT.subtract(row.kwh, stated))
    backed = exact_sum(min(Decimal(one.kwh), attested(one)) for one in held)
    if backed < stated:
        detail = f"{row.told(stated)} on certificates, their serials attest {row.share(backed)}"
        yield row.fault("electricity.serials", detail, row.lost(stated, backed))
    late = [one for one in held if not one.produced.overlaps(row.record.entry.period)]
    if late:
        timely = EXACT.subtract(stated, exact_sum(Decimal(one.kwh) for one in late))
        named = ", ".join(map(serials, late))
        detail = f"certificates {named} were produced in another time than the entry's period"
        yield row.fault("electricity.period", detail, row.lost(stated, timely))
