"""By which methods rows may be valued that the asker may not see.

With a factor set of one's own, of 1 for one flow and 0 for all others, a figure is an amount; with two sets that differ
in one flow, a difference is. So rows of others are valued

    by methods that are admitted         for everybody, in the log
    by methods that their deliveries     name, or by those of the figure that a delivery states

A delivery that names none and states no figure leaves it at what is admitted. One's own rows have any method. Left out:
what admitted methods tell together; they are few, the same for all, and no participant chooses them.
"""

from collections.abc import Collection, Iterator

from ledger.disclosure.asker import Asker
from ledger.disclosure.refusals import own_delivery
from ledger.footprint.graph.resolution import DeliveryRecord, Records, Resolution
from schemas.errors import CradleError


def require_valuing(
    asker: Asker,
    resolution: Resolution,
    records: Records,
    methods: Collection[str],
    admitted: Collection[str],
) -> None:
    """Refuse to value rows that the asker may not see by a method that they may not be valued by.

    Args:
        asker: the reader.
        resolution: the graph that is valued.
        records: the statements that it was resolved from.
        methods: the digests of the rulebook and the factor sets.
        admitted: those of them that value the rows of any participant.

    Raises:
        CradleError: `method.not_admitted` or `method.not_allowed`.
    """
    if all(map(asker.sees_rows, resolution.nodes.values())):
        return
    for method in sorted(methods):
        if method not in admitted:
            detail = (
                f"No registrar has admitted {method}, so it values only your own rows, and rows of others are behind"
                " this figure; ask the registrar to admit it, or name an admitted method."
            )
            raise CradleError("method.not_admitted", detail)
    for delivery in _of_others(asker, resolution, records):
        allowed = delivery.delivery.allowed_methods
        if allowed is not None and not allowed.issuperset(methods):
            raise _not_allowed(asker, records, delivery)


def _of_others(asker: Asker, resolution: Resolution, records: Records) -> Iterator[DeliveryRecord]:
    """The deliveries of rows that the asker may not see."""
    for name, maker in sorted(resolution.makers.items()):
        if not asker.sees_rows(resolution.record(maker)):
            yield records.deliveries[name]


def _not_allowed(asker: Asker, records: Records, delivery: DeliveryRecord) -> CradleError:
    own = own_delivery(asker, records, delivery.id)
    goods = "Goods behind this figure" if own is None else f"Goods behind delivery {own}"
    detail = (
        f"{goods} may not be valued by the method that you named; name one that the supplier's figures state, or ask"
        " the supplier for a delivery that names yours."
    )
    return CradleError("method.not_allowed", detail)
