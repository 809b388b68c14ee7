"""The auditors' words on deliveries, found by the delivery.

All attestations are read, and those of calculations passed over: there is one for each figure that
somebody had audited, far fewer than there are entries, and what was read once is kept.
"""

from collections.abc import Collection

from ledger.service.view import View
from ledger.store.statements import ids_of_kind
from schemas.calculation import Attestation
from schemas.statement import Kind


def attestations_of(view: View, deliveries: Collection[str]) -> dict[str, Attestation]:
    """The attestations of these deliveries, by their ids, in the order of the log."""
    if not deliveries:
        return {}
    names = ids_of_kind(view.connection, Kind.ATTESTATION.value)
    known = view.read(names)
    words = ((name, known[name]) for name in names)
    return {
        name: word
        for name, word in words
        if isinstance(word, Attestation) and word.delivery in deliveries
    }
