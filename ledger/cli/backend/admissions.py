"""Admissions of methods, drafted for the registrar that signs them."""

from ledger.cli.keys.identity import fresh
from ledger.state.drafting import Draft
from ledger.trust.leaves import digest, model_bytes
from schemas.signed.admission import Admission
from schemas.signed.rulebook import FactorSet, Rulebook


def admission_of(origin: str, registrar: str, document: Rulebook | FactorSet) -> Draft:
    """The admission of a rulebook or factor set.

    Args:
        origin: of the log.
        registrar: who signs it.
        document: the method.
    """
    admission = Admission(
        origin=origin,
        issuer=registrar,
        sort="rulebook" if isinstance(document, Rulebook) else "factor_set",
        method=digest(model_bytes(document)),
        nonce=fresh(),
    )
    return Draft(admission)
