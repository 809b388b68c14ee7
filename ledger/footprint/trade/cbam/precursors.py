"""The goods that another good is made of, and what stands for the emissions of each.

The own data of a maker count if it is the same installation, or if an accepted verifier has attested the delivery for
the period in which the goods were made (their free allocation only with their emissions); otherwise their default, by
country, code, route and year. Goods that originate in exempt countries embed nothing (`origins`). A delivery without a
code cannot be priced and is a problem: leaving the code out must not make steel free, and neither does another purpose
of the row; packaging and transport alone need none. Energy is energy by its unit and its maker's process too. Scrap
embeds nothing where it is explained as such. Source: Implementing Regulation (EU) 2025/2547, Annex II
(A.1.4) and Article 13; (EU) 2025/2621, Article 1. Left out: lists of precursors by category; every good of the border
that goes into another counts as one.

Under the code of scrap, or in the role of a by-product or scrap, goods leave their maker without burden and account for
the mass of what is worked from them, so the word needs an explained balance or an attestation. The main product of a
maker is not scrap, but for a recycler that takes no new goods. A residue weighs no more than the goods beside it, and
where these are of the same metal, the metal taken in accounts for both: billets that a steelworks calls scrap are a
co-product. Source: (EU) 2025/2547, Annex II (F), on residues; the tests are our own.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.goods import UNITS_OF_GOODS
from ledger.footprint.graph.numbers import EXACT, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Problem, Resolution
from ledger.footprint.trade.cbam.context import SEE, SEFA, CbamContext
from ledger.footprint.trade.cbam.goods import kg_per_unit, rule_of, stated_line
from ledger.footprint.trade.cbam.metal import (
    TakenGoods,
    made_goods,
    metal_of,
    metal_taken,
    taken_goods,
)
from ledger.footprint.trade.cbam.origins import Origins, dearest_default, delivered_origin
from ledger.footprint.trade.cbam.tables import Default
from schemas.signed.cbam_good import CbamGood, VerifiedQuantity
from schemas.signed.cbam_rulebook import CbamRulebook
from schemas.signed.inventory import BURDEN_FREE, Inventory, Output
from schemas.signed.rows import DeliveryInput
from schemas.vocabulary import DataBasis, OutputRole, ProcessCode, Purpose, Stage, Unit


def is_scrap(cn: str, rulebook: CbamRulebook) -> bool:
    """True for the code of scrap."""
    return any(cn.startswith(heading) for heading in rulebook.scrap)


def residue_fault(row: TakenGoods, context: CbamContext) -> str | None:
    """The reason why goods are no residue though their code or role says so; None if they are, or need not be."""
    cn = "" if row.good is None else row.good.cn
    by_code, output, inventory = is_scrap(cn, context.rulebook), row.output, row.maker.inventory
    if rule_of(cn, context.rulebook) is not None or _is_attested(row, context):
        return None
    if output is None or inventory is None:
        return "the balance of their maker is not shown" if by_code else None
    if output.role not in BURDEN_FREE:
        return _main_fault(row.maker, context) if by_code else None
    kg = _kg(row.maker, output)
    if kg is None:
        return "their mass is not stated" if by_code or _is_called_scrap(output) else None
    free = exact_sum(_known(row.maker, out) for out in _residues(inventory))
    goods = exact_sum(_known(row.maker, out) for out in inventory.sharing)
    if free > goods:
        return "they weigh more than the goods beside which they arise"
    return _balance_fault(row.maker, cn, free, context)


def _is_attested(row: TakenGoods, context: CbamContext) -> bool:
    return SEE in context.verified.get(row.delivery, frozenset())


def _is_called_scrap(output: Output) -> bool:
    return output.role is OutputRole.SCRAP


def _main_fault(maker: EntryRecord, context: CbamContext) -> str | None:
    """The reason why the main product or a co-product of a maker is not scrap."""
    if maker.entry.process.stage is not Stage.END_OF_LIFE:
        return "they are what their maker makes, whose process is none of the end of life"
    taken = taken_goods(maker, context.resolution)
    if any(row.good and rule_of(row.good.cn, context.rulebook) for row in taken):
        return "their maker takes goods that are not waste"
    return None


def _balance_fault(
    maker: EntryRecord, cn: str, residue: Decimal, context: CbamContext
) -> str | None:
    """The reason why metal that a maker of the same metal calls a residue is none."""
    metal, inventory = metal_of(cn), maker.inventory
    sharing = () if inventory is None else inventory.sharing
    masses = [
        row.kg
        for row in made_goods(maker, sharing, context.rulebook)
        if metal and metal_of(row.good.stated.cn) == metal
    ]
    if metal is None or not masses:
        return None
    taken = metal_taken(taken_goods(maker, context.resolution)).get(metal, ZERO)
    if taken < EXACT.add(exact_sum(masses), residue):
        return f"their maker makes goods of {metal} and takes in too little of it for both"
    return None


def _residues(inventory: Inventory) -> list[Output]:
    return [row for row in inventory.outputs if row.role in BURDEN_FREE]


def _kg(maker: EntryRecord, output: Output) -> Decimal | None:
    each = kg_per_unit(output, stated_line(maker, output.line))
    return None if each is None else EXACT.multiply(Decimal(output.amount), each)


def _known(maker: EntryRecord, output: Output) -> Decimal:
    return _kg(maker, output) or ZERO


class Standing(StrEnum):
    """The reason why goods count as they do."""

    SAME_INSTALLATION = "same_installation"
    VERIFIED = "verified"
    EXEMPT = "exempt"
    DEFAULT = "default"
    NOT_COVERED = "not_covered"


FOLLOWED = frozenset({Standing.SAME_INSTALLATION, Standing.VERIFIED})
"""The standings under which the maker's own data count."""


class Precursor(NamedTuple):
    """Goods that an entry works, in kg over its period; `default` only where it stands in for their data."""

    row: DeliveryInput
    delivery: str
    maker: EntryRecord
    line: str
    good: CbamGood | None
    kg: Decimal
    standing: Standing
    default: Default | None = None

    @property
    def is_followed(self) -> bool:
        """True if the maker's own data count."""
        return self.standing in FOLLOWED


Worked = Mapping[tuple[str, VerifiedQuantity], tuple[Precursor | Problem, ...]]
"""The goods that each entry works, as they count in its emissions and in its free allocation."""


def worked_goods(graph: Resolution, context: CbamContext, origins: Origins) -> Worked:
    """The goods that the entries of a graph work, found once for all quantities that count them."""
    return {
        (node, of): tuple(_precursors(graph.record(node), context, of, origins))
        for node in graph.order
        for of in (SEE, SEFA)
    }


def is_same_installation(taker: EntryRecord, maker: EntryRecord) -> bool:
    """True if one installation made both: the same firm at the same site."""
    first, second = taker.entry, maker.entry
    places = ((entry.issuer, entry.site.code, entry.site.country) for entry in (first, second))
    return len(set(places)) == 1


def _precursors(
    record: EntryRecord, context: CbamContext, of: VerifiedQuantity, origins: Origins
) -> Iterator[Precursor | Problem]:
    """The goods that an entry works, or the problem of each that has no value; energy and services are none."""
    for row in taken_goods(record, context.resolution):
        fault = _fault(row, record, context)
        yield fault or _standing(row, record, context, origins, of)


def _fault(row: TakenGoods, record: EntryRecord, context: CbamContext) -> Problem | None:
    """The reason why goods taken cannot be counted."""
    said = residue_fault(row, context)
    if said is not None:
        detail = (
            f"the goods of {row.delivery} are called a residue, and {said}; have the supplier state the code of what"
            " they are, or have a verifier attest the delivery"
        )
        return Problem("cbam.scrap", record.id, detail)
    if is_same_installation(record, row.maker) or not _needs_code(row, context):
        return None
    if _is_energy(row, context):
        detail = f"it takes energy from another installation under {row.delivery}; state the gases or the electricity"
        return Problem("cbam.energy", record.id, detail)
    if row.good is None or row.kg is None:
        what = "code" if row.good is None else "mass per unit"
        detail = f"the goods of {row.delivery} state no {what}; have the supplier state it in its product section"
        return Problem("cbam.cn" if row.good is None else "cbam.mass", record.id, detail)
    return None


def _is_covered(row: TakenGoods, context: CbamContext) -> bool:
    """True for goods of the border and scrap, by their code."""
    cn = "" if row.good is None else row.good.cn
    return rule_of(cn, context.rulebook) is not None or is_scrap(cn, context.rulebook)


def _is_energy(row: TakenGoods, context: CbamContext) -> bool:
    """True for energy: by the row's purpose, by its unit, or by the process of its maker."""
    by_maker = row.maker.entry.process is ProcessCode.ENERGY_SUPPLY
    by_row = row.row.purpose is Purpose.ENERGY or row.row.unit in {Unit.KWH, Unit.MJ}
    return (by_maker or by_row) and not _is_covered(row, context)


def _needs_code(row: TakenGoods, context: CbamContext) -> bool:
    """True for what has to state a code: all but packaging, transport and services that are no goods."""
    if _is_covered(row, context) or _is_energy(row, context):
        return True
    is_service = row.row.unit not in UNITS_OF_GOODS and row.row.purpose is not Purpose.MATERIAL
    return row.row.purpose not in {Purpose.PACKAGING, Purpose.TRANSPORT} and not is_service


def _standing(
    row: TakenGoods,
    record: EntryRecord,
    context: CbamContext,
    origins: Origins,
    of: VerifiedQuantity,
) -> Precursor | Problem:
    """The goods with the reason why they count as they do."""
    taken = Precursor(
        row.row, row.delivery, row.maker, row.line, row.good, row.kg or ZERO, Standing.NOT_COVERED
    )
    if is_same_installation(record, row.maker):
        return taken._replace(standing=Standing.SAME_INSTALLATION)
    if row.good is None or rule_of(row.good.cn, context.rulebook) is None:
        return taken
    origin = delivered_origin(row.delivery, row.maker, row.line, origins, context)
    if origin.is_exempt:
        return taken._replace(standing=Standing.EXEMPT)
    hearsay = row.maker.entry.basis is DataBasis.REPORTED_BY_CUSTOMER
    if {SEE, of} <= context.verified.get(row.delivery, frozenset()) and not hearsay:
        return taken._replace(standing=Standing.VERIFIED)
    default = dearest_default(origin.countries, row.good.cn, row.good.route, context)
    if default is None:
        detail = (
            f"no table has a default for {row.good.cn}; have the data of {row.delivery} verified"
        )
        return Problem("cbam.no_default", record.id, detail)
    return taken._replace(standing=Standing.DEFAULT, default=default)
