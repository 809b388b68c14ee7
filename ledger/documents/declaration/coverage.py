"""Parts of a figure by the basis of its data, and by the depth at which the auditor examined it.

Shares are of the sum of absolute contributions, because a credit would otherwise make shares of a net total exceed one
(PEF, most relevant processes). The depth of an entry is that of the attestation's exception for it, or for the nearest
delivery between it and the product, else the default: an auditor that rests on another's attestation of a delivery has
not examined what is behind it.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from ledger.disclosure.aggregates import firms_by, in_steps, told_in_steps
from ledger.documents.declaration.source import DeclarationSource
from ledger.footprint.analysis.contributions import Contribution, coverage
from ledger.footprint.analysis.row_contributions import declared_contributions
from ledger.footprint.graph.numbers import ONE, format_rounded, show_stated
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.quality.own_data import is_company_specific, is_silent
from schemas.signed.attestation import Depth
from schemas.views.declaration_document import Portion


def contributions_of(source: DeclarationSource) -> tuple[Contribution, ...]:
    """All contributions to the figure, in kg CO2e per kWh of total energy."""
    return tuple(
        declared_contributions(
            source.rows, source.calculation, source.rulebook, source.resolution, source.figures
        )
    )


class Told(NamedTuple):
    """To whom shares are told: the firm of each entry, and the manufacturer, which knows its own part.

    `is_whole` is true of a calculation in the older form, whose header has all digits: then no share is told in steps.
    """

    resolution: Resolution
    manufacturer: str
    is_whole: bool = False


def told_of(source: DeclarationSource) -> Told:
    """To whom the shares of a document are told."""
    calculation = source.calculation
    return Told(source.resolution, calculation.issuer, calculation.digits is None)


def by_basis(contributions: tuple[Contribution, ...], told: Told) -> tuple[Portion, ...]:
    """The parts by the basis of the entries' data, largest first."""
    return _portions(contributions, lambda row: row.basis.value, told)


STATED: Final = "stated"
"""Company-specific amounts whose rows say how they are known."""

SILENT: Final = "not_stated"
"""Amounts of a firm's own data whose rows do not say how they are known."""


def by_statement(contributions: tuple[Contribution, ...], told: Told) -> tuple[Portion, ...]:
    """The parts that are company-specific data, that would be if their rows said it, and the others."""
    return _portions(contributions, _statement, told)


def _statement(row: Contribution) -> str:
    if is_company_specific(row):
        return STATED
    return SILENT if is_silent(row) else "other"


def by_depth(
    source: DeclarationSource, contributions: tuple[Contribution, ...]
) -> tuple[Portion, ...]:
    """The parts by the depth of the audit, largest first; none without an attestation."""
    if source.attestation is None or source.attestation.outcome == "refused":
        return ()
    depths = _depths(source, source.attestation.depth)
    return _portions(contributions, lambda row: depths[row.entry], told_of(source))


def _portions(
    contributions: tuple[Contribution, ...], key: Callable[[Contribution], str], told: Told
) -> tuple[Portion, ...]:
    """The shares under a key; those of fewer than three firms in steps (`ledger.disclosure.aggregates`)."""
    shares = coverage(contributions, key)
    if told.is_whole:
        return tuple(Portion(code=name, share=show_stated(value)) for name, value in shares.items())
    parts = ((key(row), told.resolution.record(row.entry).entry.issuer) for row in contributions)
    stepped = told_in_steps(firms_by(parts), told.manufacturer)
    return tuple(
        Portion(code=name, share=format_rounded(in_steps(value, ONE) if name in stepped else value))
        for name, value in shares.items()
    )


def _depths(source: DeclarationSource, depth: Depth) -> dict[str, str]:
    """The depth of each entry of the graph, from customers to suppliers."""
    exceptions = {row.statement: row.depth for row in depth.exceptions}
    depths: dict[str, str] = {}
    for node in reversed(source.resolution.order):
        depths[node] = exceptions.get(node, depths.get(node, depth.default))
        inventory = source.resolution.record(node).inventory
        for name in () if inventory is None else inventory.cited:
            newest, supplier = source.resolution.sources[name]
            own = exceptions.get(newest, exceptions.get(name))
            depths.setdefault(supplier, own or depth.default)
    return depths
