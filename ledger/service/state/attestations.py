"""Auditors' attestations of deliveries, found by the delivery."""

from collections.abc import Collection

from ledger.service.state.view import View
from ledger.store.statements import ids_about
from schemas.calculation import Attestation
from schemas.statement import Kind


def attestations_of(view: View, deliveries: Collection[str]) -> dict[str, Attestation]:
    """The attestations of these deliveries, by their ids, in the order of the log."""
    names = ids_about(view.connection, Kind.ATTESTATION.value, deliveries)
    known = view.read(names)
    words = ((name, known[name]) for name in names)
    return {
        name: word
        for name, word in words
        if isinstance(word, Attestation) and word.delivery is not None
    }
