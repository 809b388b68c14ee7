"""Verify a footprint's extension offline, from the file alone, with the log's key of the reader's own policy.

    signed      the delivery is the statement its id names, and the stated key has signed it
    logged      its leaf is in the entries log, under a checkpoint signed by the log's key
    figure      total, parts, unit and product of the footprint are those of the signed delivery
    goods       period and place are those of the entry that the delivery cites

A difference is a finding; no finding means that all four are true. It does not mean that the key belongs to the issuer,
that the delivery was not replaced since, or that its figure follows from the inputs: those need the registry and the
recipes, and so a bundle (`cradle bundle`). Left out as well: names, mass, shares and ratings of the footprint.
"""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from ledger.documents.footprint_ids import footprint_id
from ledger.exchange.naming import product_urn
from ledger.exchange.parts import GATE, parts_of
from ledger.exchange.units_and_validity import WORDS, format_time, instant
from ledger.footprint.external.document import Fields, parse_document
from ledger.footprint.graph.cells import format_stages, parse_cells
from ledger.footprint.graph.numbers import EXACT, format_decimal
from ledger.footprint.graph.resolution import Problem
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.encoding import decode_base64
from ledger.trust.envelope import (
    Envelope,
    match_signers,
    parse_envelope,
    signatures_digest,
    statement_id,
)
from ledger.trust.leaves import model_bytes
from ledger.trust.log_key import LogKey
from ledger.trust.merkle import leaf_hash
from ledger.trust.note import Vkey
from ledger.trust.proof import check_inclusion
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.errors import CradleError
from schemas.exchanged.pact.extension import DATA_SCHEMA, PactExtension, SignedStatement
from schemas.signed.delivery import DeliveredFigure, Delivery
from schemas.signed.entry import Entry
from schemas.signed.log import EntriesLeaf
from schemas.signed.statement import Kind
from schemas.values import ISO_COUNTRIES


class _SignedStatements(NamedTuple):
    """The parsed statements of an extension, with checked ids."""

    delivery: Delivery
    figure: DeliveredFigure
    envelope: Envelope
    entry: Entry


def verify_extension(data: bytes, key: Vkey | LogKey) -> tuple[Problem, ...]:
    """Compare a footprint with its signed evidence.

    Args:
        data: the footprint as it was received, or an answer that contains it.
        key: the key of the entries log, from the reader's own policy.

    Returns:
        Findings `evidence.*`, each with its place in the file and a clause on the difference; empty if all is proved.

    Raises:
        CradleError: `json.*` or `external.*` if it is not a footprint; `evidence.absent` if it has no extension of
            Cradle.
    """
    footprint = parse_document(data)
    if footprint.has("data") and not footprint.has("pcf"):
        footprint = footprint.node("data")
    extension = _find(data)
    try:
        statements = _open(extension)
    except CradleError as error:
        return (Problem("evidence.statement", error.place, error.detail),)
    checks: tuple[tuple[str, Callable[[], None]], ...] = (
        ("evidence.signature", lambda: _check_signature(extension, statements)),
        ("evidence.inclusion", lambda: _check_inclusion(extension, statements, key)),
    )
    problems = [problem for code, check in checks for problem in _run_check(code, check)]
    problems += _differences("evidence.figure", _delivered(footprint, extension, statements))
    problems += _differences("evidence.goods", _goods(footprint, statements))
    return tuple(problems)


def _find(data: bytes) -> PactExtension:
    """Find Cradle's extension of a footprint; other extensions are ignored."""
    top: Any = json.loads(data)
    footprint = top if "pcf" in top else top.get("data")
    for row in footprint.get("extensions") or () if isinstance(footprint, dict) else ():
        if isinstance(row, dict) and row.get("dataSchema") == DATA_SCHEMA:
            return PactExtension.parse(json.dumps(row.get("data")).encode())
    detail = f"The footprint has no extension {DATA_SCHEMA}; ask its issuer for one with it."
    raise CradleError("evidence.absent", detail, "extensions")


def _open(extension: PactExtension) -> _SignedStatements:
    envelope, delivery_data = _statement(extension.delivery, Kind.DELIVERY, "delivery")
    _, entry_data = _statement(extension.entry, Kind.ENTRY, "entry")
    delivery, behind = Delivery.parse(delivery_data), Entry.parse(entry_data)
    if delivery.figure is None:
        raise CradleError(
            "evidence.statement",
            "The delivery states no figure; ask for one that does.",
            "delivery",
        )
    if (delivery.entry, delivery.issuer) != (extension.entry.id, behind.issuer):
        detail = "The entry is not the one that the delivery cites, or has another issuer."
        raise CradleError("evidence.statement", detail, "entry")
    return _SignedStatements(delivery, delivery.figure, envelope, behind)


def _statement(signed: SignedStatement, kind: Kind, place: str) -> tuple[Envelope, bytes]:
    """Open the envelope of a statement and check that its id names the payload."""
    envelope = parse_envelope(decode_base64(signed.envelope, place))
    if envelope.payload_type != kind.payload_type:
        raise CradleError("evidence.statement", f"This statement is not a {kind.value}.", place)
    if statement_id(envelope.payload_type, envelope.payload) != signed.id:
        raise CradleError("evidence.statement", "The id names another statement.", place)
    return envelope, envelope.payload


def _run_check(code: str, check: Callable[[], None]) -> Iterator[Problem]:
    try:
        check()
    except CradleError as error:
        yield Problem(code, error.place, error.detail)


def _check_signature(extension: PactExtension, statements: _SignedStatements) -> None:
    match_signers(statements.envelope, [bytes.fromhex(extension.issuer_key.key)])
    if statements.delivery.issuer != extension.issuer:
        raise CradleError("evidence.signature", "The delivery names another issuer.", "issuer")


def _check_inclusion(
    extension: PactExtension, statements: _SignedStatements, key: Vkey | LogKey
) -> None:
    """Check that the leaf is the delivery's, and that it is under a checkpoint signed by the log."""
    receipt, delivery = extension.receipt, statements.delivery
    leaf, old = receipt.leaf, delivery.supersedes
    identity = (Kind.DELIVERY, extension.delivery.id, signatures_digest(statements.envelope))
    of_it = isinstance(leaf, EntriesLeaf) and (leaf.kind, leaf.id, leaf.sigs) == identity
    if not of_it or getattr(leaf, "old", None) != (None if old is None else old.id):
        raise CradleError(
            "evidence.inclusion", "The leaf belongs to another statement.", "receipt.leaf"
        )
    if key.name != f"{delivery.origin}/entries":
        detail = f"The delivery was signed for {delivery.origin}, but the key is for {key.name}."
        raise CradleError("evidence.inclusion", detail, "origin")
    proof = parse_tlog_proof(receipt.proof.encode("utf-8"))
    head = open_checkpoint(proof.checkpoint, key)
    check_inclusion(leaf_hash(model_bytes(leaf)), proof.index, head.size, proof.path, head.root)


def _differences(code: str, rows: Iterator[tuple[str, object, object]]) -> Iterator[Problem]:
    """Yield a problem for each member that differs from the signed value."""
    for place, value, signed in rows:
        if value != signed:
            yield Problem(code, place, f"{place} is {value}, but the signed value is {signed}")


def _delivered(
    footprint: Fields, extension: PactExtension, statements: _SignedStatements
) -> Iterator[tuple[str, object, object]]:
    """Each member of the footprint that the delivery decides: its place, its stated value, its signed value."""
    delivery, figure = statements.delivery, statements.figure
    cells = parse_cells(figure.cells)
    parts = parts_of(cells, GATE)
    signed = {
        "declaredUnitAmount": Decimal(1),
        "pcfExcludingBiogenicUptake": parts.excluding,
        "pcfIncludingBiogenicUptake": parts.including,
        "fossilGhgEmissions": EXACT.add(parts.fossil, parts.unspecified),
        "landUseChangeGhgEmissions": parts.land_use_change,
        "biogenicNonCO2Emissions": parts.biogenic,
        "biogenicCO2Uptake": parts.uptake,
    }
    pcf = footprint.node("pcf")
    for name, value in signed.items():
        yield pcf.path(name), pcf.number(name) if pcf.has(name) else Decimal(0), value
    yield "id", footprint.text("id"), footprint_id(extension.delivery.id)
    word = pcf.text("declaredUnitOfMeasurement")
    yield pcf.path("declaredUnitOfMeasurement"), word, WORDS.get(delivery.unit)
    product = product_urn(delivery.product, delivery.origin)
    yield "productIds", footprint.texts("productIds"), (product,)
    yield "stages", extension.stages, format_stages(cells)
    yield "total", extension.total, figure.total
    yield "credits", extension.credits, format_decimal(parts.left_out)
    yield "unspecified", extension.unspecified, format_decimal(parts.unspecified)
    method = (extension.rulebook, extension.factor_sets)
    yield "rulebook", method, (figure.rulebook, figure.factor_sets)


def _goods(
    footprint: Fields, statements: _SignedStatements
) -> Iterator[tuple[str, object, object]]:
    """Each member of the footprint that the entry decides."""
    pcf, entry = footprint.node("pcf"), statements.entry
    for name, day in (
        ("referencePeriodStart", entry.period.start),
        ("referencePeriodEnd", entry.period.end),
    ):
        yield pcf.path(name), format_time(pcf.timestamp(name)), format_time(instant(day))
    country = entry.site.country if entry.site.country in ISO_COUNTRIES else None
    name = "geographyCountry"
    yield pcf.path(name), pcf.text(name) if pcf.has(name) else None, country
