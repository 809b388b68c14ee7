"""The impact of a compromised key: the statements it signed, their dependants, and the figures without them.

A statement is listed where the registry size in its leaf (for a registration or a change of keys
the index of its own) is not below the size from which the key is in doubt. The operator holds every
statement and lists all of them; a report from a bundle lists those in the bundle. This module
changes nothing: the issuer of a doubted statement states it again by another key.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ledger.append.ledger import Ledger
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXPLAIN, format_rounded
from ledger.footprint.quality.fallback import Fallback, compute_fallback, statement_lines
from ledger.service.answers.quality import quality_target
from ledger.state.evaluation import evaluate_stated
from ledger.state.figures import read_document
from ledger.state.key_states import require_keys
from ledger.state.view import View, open_stored
from ledger.store.log import leaves_of, size_of
from ledger.store.statements import ids_of_kind, issued, statements_in, statements_of
from ledger.trust.envelope import pae, parse_envelope
from ledger.trust.keys import verify
from schemas.errors import CradleError
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Declaration
from schemas.signed.kinds import REGISTRY_KINDS
from schemas.signed.log import EntriesLeaf
from schemas.signed.participant import Key, Participant
from schemas.signed.rulebook import FactorSet
from schemas.signed.statement import Kind, Statement
from schemas.vocabulary import Unit


@dataclass(frozen=True, slots=True)
class DoubtedStatement:
    """A statement that the key signed, and the size of the registry when it entered."""

    id: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class DependentCalculation:
    """A calculation that rests on doubted statements, or is itself doubted.

    Attributes:
        documents: the attestations and declarations of it.
        rests_on: the doubted statements behind its figure and its documents.
        total: as it is stated, kg CO2e per kWh of total energy or per declared unit.
        unit: the declared unit of a product; None of a battery.
        fallback: the figure with the worst datasets; None where no line of goods is in doubt.
    """

    id: str
    documents: tuple[str, ...]
    rests_on: tuple[str, ...]
    total: str
    unit: Unit | None
    fallback: Fallback | None

    @property
    def fallback_total(self) -> str | None:
        """The figure with the worst datasets to 4 digits; None where it is not stated."""
        if self.fallback is None or self.fallback.change is None:
            return None
        total = EXPLAIN.add(Decimal(self.total), self.fallback.change)
        return format_rounded(total)


@dataclass(frozen=True, slots=True)
class CompromiseImpact:
    """The statements and calculations in doubt from a registry size on."""

    since: int
    statements: tuple[DoubtedStatement, ...]
    calculations: tuple[DependentCalculation, ...]


class DoubtedKey(NamedTuple):
    """A key in doubt from a registry size on; by default the size that its compromise states."""

    participant: str
    key: str
    since: int | None = None


def assess_compromise(
    ledger: Ledger, doubt: DoubtedKey, factor_sets: Sequence[str] = ()
) -> CompromiseImpact:
    """The statements and calculations that a key puts in doubt.

    Args:
        ledger: the ledger with the statements.
        doubt: the key, and the size from which it is in doubt.
        factor_sets: digests of sets with default datasets for products, beside those of each calculation.

    Raises:
        CradleError: `issuer.unknown`, `key.unknown`, `assess_compromise.since` or `factor_set.unknown`.
    """
    with ledger.view() as view:
        since = _since(view, doubt)
        key = bytes.fromhex(doubt.key)
        statements = (
            *_countersigned(view, doubt.participant, key, since),
            *_issued(view, doubt.participant, key, since),
        )
        dependents = _dependents(view, {row.id for row in statements}, factor_sets)
        return CompromiseImpact(since, statements, tuple(dependents))


def _since(view: View, doubt: DoubtedKey) -> int:
    """The size from which on the key is in doubt."""
    working_key = require_keys(view, doubt.participant).working_key(doubt.key)
    if working_key is None:
        raise CradleError(
            "key.unknown",
            "The participant never had such a working key; `cradle keys show` lists them.",
            "key",
        )
    if doubt.since is not None:
        return doubt.since
    if working_key.disputed is None:
        detail = "The key is not stated to be compromised; name the registry size from which it is in doubt."
        raise CradleError("distrust.since", detail, "since")
    return working_key.disputed


def _issued(view: View, participant: str, key: bytes, since: int) -> Iterator[DoubtedStatement]:
    """The doubted statements of the entries log.

    The registry size does not shrink along the log, so they are at its end.
    """
    end = size_of(view.connection, "entries")
    first = bisect_left(range(end), since, key=lambda index: _leaf(view, index).registry.size)
    kinds = [kind for kind in Kind if kind not in REGISTRY_KINDS]
    ids = [name for kind in kinds for name in issued(view.connection, participant, kind.value, end)]
    for stored in sorted(statements_of(view.connection, ids), key=lambda row: row.index):
        if stored.index >= first and _is_signed(stored.envelope, key):
            yield DoubtedStatement(stored.id, stored.kind, _leaf(view, stored.index).registry.size)


def _countersigned(
    view: View, registrar: str, key: bytes, since: int
) -> Iterator[DoubtedStatement]:
    """The registrations and dated compromises that a registrar's key has countersigned."""
    end = size_of(view.connection, "registry")
    for stored in statements_in(view.connection, "registry", since, end):
        statement = open_stored(stored)
        named = statement.registrar if isinstance(statement, Participant | Key) else None
        if named == registrar and _is_signed(stored.envelope, key):
            yield DoubtedStatement(stored.id, stored.kind, stored.index)


def _leaf(view: View, index: int) -> EntriesLeaf:
    (data,) = leaves_of(view.connection, "entries", index, index + 1)
    return EntriesLeaf.parse(data)


def _is_signed(envelope: bytes, key: bytes) -> bool:
    opened = parse_envelope(envelope)
    message = pae(opened.payload_type, opened.payload)
    return any(verify(key, signature, message) for signature in opened.signatures)


def _dependents(
    view: View, doubted: Collection[str], factor_sets: Sequence[str]
) -> Iterator[DependentCalculation]:
    """The calculations that rest on doubted statements, in the order of the log."""
    documents = _documents(view)
    for name in ids_of_kind(view.connection, Kind.CALCULATION.value) if doubted else ():
        calculation, declared = evaluate_stated(view, name)
        by_statement = statement_lines(declared.computed.resolution)
        named = (*by_statement, name, *documents.get(name, ()))
        rests_on = tuple(row for row in dict.fromkeys(named) if row in doubted)
        if not rests_on:
            continue
        lines = {line for row in rests_on for line in by_statement.get(row, ())}
        target = quality_target(calculation, declared)
        if factor_sets:
            digests = dict.fromkeys((*calculation.factor_sets, *factor_sets))
            sets = [read_document(view, row, FactorSet, "factor_set") for row in digests]
            target = target._replace(table=FactorTable(sets, target.rulebook))
        fallback = compute_fallback(target, lines) if lines else None
        yield DependentCalculation(
            name,
            documents.get(name, ()),
            rests_on,
            calculation.total,
            calculation.unit,
            fallback,
        )


def _documents(view: View) -> dict[str, tuple[str, ...]]:
    """The attestations and declarations of each calculation."""
    documents: dict[str, tuple[str, ...]] = {}
    for kind in (Kind.ATTESTATION, Kind.DECLARATION):
        for name in ids_of_kind(view.connection, kind.value):
            document = view.statement(name, Statement)
            if isinstance(document, Attestation | Declaration) and document.calculation is not None:
                documents[document.calculation] = (*documents.get(document.calculation, ()), name)
    return documents
