"""The rows of a factor set, from solved products.

Values are rounded half-even to 12 significant digits, and no finer than the 30 decimals that a quantity has. A unit
that is a power of ten of the ledger's is converted. A product in kWh is electricity only if its words say so: capacity
and heat are in kWh too. A factor that the ledger's formats cannot hold is reported, and the product has none.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from ledger.exchange.background.model import Oddity, UnitProcess, one_line
from ledger.exchange.background.supplies import factor_name
from ledger.exchange.background.units import ledger_unit
from ledger.footprint.graph.numbers import format_decimal
from schemas.base import refusal
from schemas.signed.rulebook import Factor, GroupValue
from schemas.vocabulary import Group, Unit

NO_FACTOR = "background.no_factor"

DIGITS = 12
_ROUNDED = Context(prec=DIGITS, Emax=10_000, Emin=-10_000, rounding=ROUND_HALF_EVEN)
_FINEST = Decimal("1e-30")
_WIDE = Context(prec=60, Emax=10_000, Emin=-10_000, rounding=ROUND_HALF_EVEN)
_CODE = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that all rows of a set share: its list of flows, and the method."""

    flows: str
    method: str


def factor_row(
    process: UnitProcess,
    values: Mapping[Group, Decimal],
    labels: Labels,
    *,
    cut_off: bool,
    supplied_by: Collection[str] = (),
) -> Factor | Oddity | None:
    """The factor of a process's product, or why it has none; None if the ledger does not have its unit.

    `supplied_by` are the digests of the sets that valued inputs behind it; `cut_off` if some counted as zero.
    """
    word = ledger_unit(process.words.unit)
    if word is None:
        return None
    treats = process.direction == "treatment" or bool(process.production and process.production < 0)
    per_unit = {group: word.per_unit(value) for group, value in values.items()}
    members: dict[str, Any] = {
        "flow": f"{labels.flows}:{flow_code(process.id)}",
        "unit": word.unit,
        "direction": "treatment" if treats else "product",
        "name": factor_name(process.words) or process.id,
        "source": _source(process, labels, cut_off=cut_off),
        "ef_compliant": True if process.ef_compliant else None,
        "incomplete": True if cut_off else None,
        "supplied_by": tuple(sorted(supplied_by)) or None,
        **_optional(process, word.unit),
    }
    try:
        return Factor.model_validate({**members, "values": tuple(_group_values(per_unit))})
    except ValidationError as error:
        why = refusal(error)
        detail = f"Its factor cannot be stated ({why.place}: {why.detail:.200}); it has none."
        return Oddity(NO_FACTOR, process.words.name, detail)


def flow_code(process: str) -> str:
    """The code of a flow: the process's id, or its digest if the id is not a code."""
    return process if _CODE.fullmatch(process) else sha256(process.encode()).hexdigest()[:32]


def round_value(value: Decimal) -> Decimal:
    """A value as a factor states it."""
    rounded = _ROUNDED.plus(value)
    exponent = rounded.as_tuple().exponent
    if isinstance(exponent, int) and exponent < _FINEST.adjusted():
        return _WIDE.quantize(rounded, _FINEST)
    return rounded


def _group_values(values: Mapping[Group, Decimal]) -> Iterator[GroupValue]:
    rounded = {group: round_value(value) for group, value in values.items()}
    nonzero = {group: value for group, value in rounded.items() if value} or {
        Group.UNSPECIFIED: Decimal(0)
    }
    for group in sorted(nonzero):
        yield GroupValue(group=group, value=format_decimal(nonzero[group]))


def _source(process: UnitProcess, labels: Labels, *, cut_off: bool) -> str:
    parts = [process.source, f"process {process.id}", labels.method]
    if process.aggregated:
        parts.append("an inventory result, taken as it is")
    if cut_off:
        parts.append("incomplete: unlinked inputs upstream are cut off")
    return one_line("; ".join(part for part in parts if part))


def _optional(process: UnitProcess, unit: Unit) -> dict[str, str]:
    texts = {
        "geography": one_line(process.words.location),
        "years": one_line(process.years),
        "carrier": _carrier(process, unit),
    }
    return {name: text for name, text in texts.items() if text}


def _carrier(process: UnitProcess, unit: Unit) -> str:
    """The kind of an energy flow, which its unit alone does not show."""
    words = f"{process.words.name} {process.words.product}".casefold()
    if unit not in {Unit.KWH, Unit.MJ}:
        return ""
    if re.search(r"\b(heat|steam)\b", words):
        return "heat"
    if re.search(r"\b(electricity|power mix|grid mix|strommix)\b", words):
        return "electricity"
    return "goods" if unit is Unit.KWH else ""
