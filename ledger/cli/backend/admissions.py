"""Admissions of methods, drafted for the registrar that signs them."""

from contextlib import suppress

from ledger.cli.backend.factor_sets import load_factor_sets
from ledger.cli.keys.identity import fresh
from ledger.client.ledger_desk import LedgerDesk
from ledger.rulebooks.catalog import (
    factor_set_ids,
    load_factor_set,
    load_rulebook,
    rulebook_ids,
)
from ledger.state.drafting import Draft
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
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


def find_method(named: str, backend: LedgerDesk) -> Rulebook | FactorSet:
    """A rulebook or factor set of the ledger by its digest, or a factor set in a file.

    Raises:
        CradleError: `document.unknown`, `document.licence`, or as `load_factor_sets`.
    """
    if named.startswith("sha256:"):
        with suppress(CradleError):
            return Rulebook.parse(backend.method(named).content)
    return load_factor_sets([named], backend)[0]


def method_digest(named: str) -> str:
    """The digest of a method that is named by it, or by the id of one that comes with Cradle.

    Raises:
        CradleError: `method.unknown`.
    """
    if named in rulebook_ids():
        return digest(model_bytes(load_rulebook(named)))
    if named in factor_set_ids():
        return digest(model_bytes(load_factor_set(named)))
    if not named.startswith("sha256:"):
        detail = "This is no digest, and no rulebook or factor set of this id comes with Cradle."
        raise CradleError("method.unknown", detail, named)
    return named
