"""Auditors' attestations of deliveries, found by the delivery."""

from collections.abc import Collection, Iterator

from ledger.rules.verified_goods import GoodsAttestation
from ledger.state.view import View
from ledger.store.statements import ids_about
from schemas.signed.attestation import Attestation
from schemas.signed.statement import Kind


def attestations_of(view: View, deliveries: Collection[str]) -> dict[str, Attestation]:
    """The attestations of these deliveries, by their ids, in the order of the log."""
    return dict(_about(view, deliveries))


def figure_attestations_of(view: View, deliveries: Collection[str]) -> dict[str, Attestation]:
    """The attestations of the figures of these deliveries, by their ids, in the order of the log."""
    return {name: word for name, word in _about(view, deliveries) if word.quantities is None}


def goods_attestations_of(view: View, deliveries: Collection[str]) -> Iterator[GoodsAttestation]:
    """The attestations of their goods' quantities at the carbon border, in the order of the log."""
    attestations = _about(view, deliveries)
    return (
        GoodsAttestation(name, word) for name, word in attestations if word.quantities is not None
    )


def _about(view: View, deliveries: Collection[str]) -> Iterator[tuple[str, Attestation]]:
    names = ids_about(view.connection, Kind.ATTESTATION.value, deliveries)
    statements = view.read(names)
    for name in names:
        word = statements[name]
        if isinstance(word, Attestation) and word.delivery is not None:
            yield name, word
