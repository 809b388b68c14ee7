"""The extension of a footprint: what ties its numbers to a signature and to the log (`schemas.pact.extension`)."""

from decimal import Decimal

from ledger.exchange.method import not_stated
from ledger.exchange.parts import GATE, Parts
from ledger.footprint.cells import format_stages, parse_cells, total_of
from ledger.footprint.numbers import format_decimal
from ledger.service.exchanged import Exchanged
from ledger.trust.encoding import encode_base64
from schemas.pact.extension import DATA_SCHEMA, VERSION, PactExtension, SignedStatement
from schemas.pact.footprint import DataModelExtension
from schemas.participant import PublicKey


def extension_of(told: Exchanged, parts: Parts) -> DataModelExtension:
    """The evidence of a footprint whose numbers are these parts of the delivered figure."""
    data = evidence_of(told, parts).to_json()
    return DataModelExtension(specVersion=VERSION, dataSchema=DATA_SCHEMA, data=data)


def beyond_gate(told: Exchanged) -> Decimal:
    """What of a delivered figure is distribution and end of life, kg CO2e per unit."""
    cells = parse_cells(told.figure.cells)
    return total_of({key: value for key, value in cells.items() if key.stage not in GATE})


def evidence_of(told: Exchanged, parts: Parts) -> PactExtension:
    """The evidence as a value."""
    return PactExtension(
        origin=told.delivery.origin,
        logs=told.logs,
        issuer=told.delivery.issuer,
        issuer_key=PublicKey.of(told.signer),
        delivery=SignedStatement(id=told.id, envelope=encode_base64(told.envelope)),
        receipt=told.receipt,
        entry=SignedStatement(id=told.entry_id, envelope=encode_base64(told.entry_envelope)),
        lineage=told.entry.sections,
        rulebook=told.figure.rulebook,
        factor_sets=told.figure.factor_sets,
        stages=format_stages(parse_cells(told.figure.cells)),
        total=told.figure.total,
        beyond_gate=format_decimal(beyond_gate(told)),
        credits=format_decimal(parts.left_out),
        unspecified=format_decimal(parts.unspecified),
        not_stated=not_stated(told),
        attestations=told.attestations,
    )
