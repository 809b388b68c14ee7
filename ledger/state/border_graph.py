"""The carbon border in the ledger: the graph behind an entry, and whose word on precursors counts.

An attestation counts by `ledger.rules.verified_goods`; the ledger takes the word of every auditor that a registrar let
in, and a reader's policy may accept fewer.
"""

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.homes import Homes, home_of
from ledger.footprint.graph.resolution import Records, Resolution, resolve
from ledger.footprint.trade.cbam.context import CbamContext
from ledger.footprint.trade.cbam.delivered import CbamSource, delivered_cbam
from ledger.rulebooks.cbam_catalog import load_cbam_rulebook
from ledger.rules.border_quantities import BorderGraph, Year, border_context, border_method
from ledger.rules.verified_goods import GoodsAttestation, counted_attestations
from ledger.state.asking import in_words_for_reader, require_methods
from ledger.state.attestations import goods_attestations_of
from ledger.state.closure import read_closure
from ledger.state.figures import ComputedGraph, read_document
from ledger.state.profiles import profile_of
from ledger.state.view import View
from schemas.signed.delivery import DeliveredCbam
from schemas.signed.rulebook import FactorSet


class BorderRequest(NamedTuple):
    """The year of the goods, its correction factor if one is stated, and the verifiers; None accepts all."""

    year: int
    cscf: Decimal | None = None
    verifiers: Collection[str] | None = None

    @property
    def of_year(self) -> Year:
        """The year and its factor."""
        return Year(self.year, self.cscf)


def entry_context(
    view: View, entry: str, factor_sets: Collection[str], request: BorderRequest
) -> tuple[CbamContext, Records]:
    """The context of an entry's quantities as of now, and the statements behind it.

    Raises:
        CradleError: `factor_set.unknown`, `cbam.year`, or as `require_methods`.
    """
    sets = [read_document(view, name, FactorSet, "factor_set") for name in sorted(factor_sets)]
    records = read_closure(view, (entry,), view.registry().size)
    resolution = resolve((entry,), (), records)
    require_methods(view, resolution, records, factor_sets, view.registry().size)
    counted = accepted_attestations(view, records, resolution, request.verifiers)
    table = FactorTable(sets, load_cbam_rulebook())
    graph = BorderGraph(resolution, table, homes_of(view, resolution))
    return border_context(graph, request.of_year, counted.values()), records


def homes_of(view: View, resolution: Resolution) -> Homes:
    """The registration of each firm of a graph."""
    firms = {record.entry.issuer for record in resolution.nodes.values()}
    view.read(firms)
    return {firm: home_of(profile_of(view, firm)) for firm in sorted(firms)}


def accepted_attestations(
    view: View,
    records: Records,
    resolution: Resolution,
    verifiers: Collection[str] | None = None,
) -> dict[str, GoodsAttestation]:
    """The attestations of a graph's deliveries that count, by verifiers that are accepted, by id."""
    attestations = goods_attestations_of(view, set(resolution.makers))
    accepted = (
        row for row in attestations if verifiers is None or row.attestation.issuer in verifiers
    )
    return {row.id: row for row in counted_attestations(accepted, records)}


def previewed_quantities(
    view: View, computed: ComputedGraph, entry: str, line: str, request: BorderRequest
) -> DeliveredCbam:
    """The quantities that a delivery of a line may state, by all attestations that count now.

    Raises:
        CradleError: `cbam.*`, or the first problem of a quantity that counts.
    """
    resolution = computed.resolution
    counted = accepted_attestations(view, computed.records, resolution, request.verifiers)
    graph = BorderGraph(resolution, computed.table, homes_of(view, resolution))
    context = border_context(graph, request.of_year, counted.values())
    newest = computed.records.newest(entry) or entry
    source = CbamSource(*border_method(), tuple(sorted(counted)))
    with in_words_for_reader(view, computed.records):
        return delivered_cbam((newest, line), context, source)
