"""The choices of a firm in goods that it delivers, by what it may read itself.

The graph is cut down to the firm's own entries that the goods draw on through its own, and to the goods that these
draw from others: their product sections, which a recipient reads, and their figures to 4 digits
(`ledger.footprint.valuation.told`). Choices are found and valued in that graph alone. So whatever the firm asks, with
whatever rows of its own, it learns nothing more. Left out: choices that follow from statements beside these, such as
earlier versions and other entries of the same goods; from inventories of others; and those in own entries behind goods
of others, since whether a customer draws on them is that customer's recipe. A choice that an
inventory of others would answer is listed.
"""

from dataclasses import replace

from ledger.choices.choice import NOT_EXAMINED, Examined
from ledger.choices.conservative import ConservativeFigure, rank_choices, weigh_choices
from ledger.choices.delivery_context import DeliveryContext
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.tally.recursion import LineValue
from ledger.footprint.valuation.figure import EntryFigure, Figures
from ledger.footprint.valuation.told import told_figures


def own_choices(
    context: DeliveryContext, examined: Examined = NOT_EXAMINED
) -> ConservativeFigure | None:
    """The choices of the issuer of a delivery, without a total; None as `conservative_figure`.

    Args:
        context: the delivery, with all that is behind it.
        examined: the choices that the audit of the delivery has settled.
    """
    known = known_context(context)
    cells = known.cells(known.graph.figures)
    if known.rule is None or cells is None:
        return None
    declared, issuer = total_of(cells), _issuer(known)
    weighed = weigh_choices(known, declared, examined)
    own = rank_choices((row for row in weighed if row.choice.by == issuer), declared)
    return ConservativeFigure(None, None, None, own)


def known_context(context: DeliveryContext) -> DeliveryContext:
    """The context of a delivery cut down to what its issuer may read."""
    graph, issuer = context.graph, _issuer(context)
    told = told_figures(
        graph.figures, graph.resolution, graph.table, graph.rulebook, graph.filling, issuer
    )
    resolution = _known(graph.resolution, context.line[0], issuer)
    delivered = {(maker, resolution.lines[name]) for name, maker in resolution.makers.items()}
    figures = {
        name: told.entries[name]
        if resolution.record(name).entry.issuer == issuer
        else _delivered(told.entries[name], {line for maker, line in delivered if maker == name})
        for name in resolution.order
        if name in told.entries
    }
    cut = replace(graph, resolution=resolution, figures=Figures(figures, (), ()), files={})
    firms = {record.entry.issuer for record in resolution.nodes.values()}
    homes = {firm: home for firm, home in context.homes.items() if firm in firms}
    return replace(context, graph=cut, log=None, homes=homes)


def _issuer(context: DeliveryContext) -> str:
    return context.graph.resolution.record(context.line[0]).entry.issuer


def _known(whole: Resolution, root: str, issuer: str) -> Resolution:
    """The own entries behind an entry, through own ones, and the entries of others that these draw on."""
    nodes: dict[str, EntryRecord] = {}
    suppliers: dict[str, tuple[str, ...]] = {}
    waiting, cited = [root], set[str]()
    for name in waiting:
        record = whole.record(name)
        if name in nodes:
            continue
        inventory = record.inventory if record.entry.issuer == issuer else None
        nodes[name] = record._replace(inventory=inventory)
        suppliers[name] = () if inventory is None else tuple(whole.suppliers[name])
        cited.update(() if inventory is None else inventory.cited)
        waiting += suppliers[name]
    sources = {name: whole.sources[name] for name in sorted(cited) if name in whole.sources}
    makers = dict(sources.values())
    return Resolution(
        nodes=nodes,
        suppliers=suppliers,
        sources=sources,
        makers=makers,
        lines={name: whole.lines[name] for name in makers},
        supplier_figures={
            name: figure for name, figure in whole.supplier_figures.items() if name in makers
        },
        order=tuple(name for name in whole.order if name in nodes),
        lineage=frozenset({*nodes, *sources, *makers}),
        problems=(),
    )


def _delivered(value: EntryFigure, lines: set[str]) -> EntryFigure:
    """The figure of an entry of others: of the delivered lines, without what is behind them."""
    known = {name: LineValue(value.lines[name].cells, {}) for name in lines}
    return value._replace(lines=known, terms=(), draws=(), remarks=())
