"""The options of `cradle deliver`, and those that are taken over from a delivery like it.

A delivery like another goes to the same firm, of the same line of the newest live entry that makes the product. It has
the same amount, or is valid until the same day a year later, and states a figure by the same method if that one did.
Left out of what is taken over, because each is a decision of its own: the number, what is opened to the customer, and
quantities of the carbon border, whose factors are of a year.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledger.cli.backend.ids import parse_superseding
from ledger.cli.backend.methods import method_digest
from ledger.cli.backend.names import entry_id, newest_own, participant_id
from ledger.cli.backend.own_entries import a_year_later
from ledger.cli.backend.typed_options import TypedOptions
from ledger.client.ledger_desk import LedgerDesk
from schemas.errors import CradleError
from schemas.signed.delivery import Delivery
from schemas.signed.statement import Kind


@dataclass(frozen=True, slots=True)
class DeliveryOptions(TypedOptions):
    """The options that state a delivery, as they are typed; None or empty where none is given."""

    entry: str | None = None
    to: str | None = None
    line: str | None = None
    amount: str | None = None
    valid_until: str | None = None
    rulebook: str | None = None
    factor_sets: Sequence[str] = ()
    methods: Sequence[str] = ()


def begin_like(
    backend: LedgerDesk, issuer: str, given: str | None, typed: DeliveryOptions
) -> tuple[DeliveryOptions, dict[str, object]]:
    """The options of a delivery with those of one like it, and what is taken over as lines for the signer.

    Args:
        backend: the ledger.
        issuer: the supplier.
        given: the delivery like it, by its id, or by its product for the newest; None if there is none.
        typed: the options on the command line.

    Raises:
        CradleError: `option.missing` without an entry or a customer, `name.*`, or as the ledger.
    """
    options, terms = typed, dict[str, object]()
    if given is not None:
        named = newest_own(backend, issuer, given, Kind.DELIVERY, "--like")
        before = _options_of(backend, issuer, named, typed)
        options = replace(before, **typed.given())
        terms = {"as in": named, **typed.taken_over(options)}
    for name in ("entry", "to"):
        if getattr(options, name) is None:
            detail = f"A delivery needs --{name}; state it, or name with --like a delivery that this one is like."
            raise CradleError("option.missing", detail, f"--{name}")
    return options, terms


def _options_of(
    backend: LedgerDesk, issuer: str, named: str, typed: DeliveryOptions
) -> DeliveryOptions:
    """The options of a delivery like this one; the newest entry of the product, unless one is typed."""
    before = backend.statement(named, Kind.DELIVERY).payload(Delivery)
    entry = typed.entry or newest_own(backend, issuer, before.product, Kind.ENTRY, "--entry")
    is_sized = typed.amount is not None or typed.valid_until is not None
    until = None if before.valid_until is None else a_year_later(before.valid_until)
    figure = before.figure
    return DeliveryOptions(
        entry=entry,
        to=before.recipient,
        line=before.line,
        amount=None if is_sized else before.amount,
        valid_until=None if is_sized else until,
        rulebook=None if figure is None else figure.rulebook,
        factor_sets=() if figure is None else figure.factor_sets,
        methods=before.methods or (),
    )


def delivery_fields(
    backend: LedgerDesk,
    issuer: str,
    number: str,
    options: DeliveryOptions,
    supersedes: str | None,
) -> dict[str, object]:
    """The members of a delivery without its figure and nonce, with names and ids completed.

    Raises:
        CradleError: `delivery.line`, `name.*`, or as `parse_superseding` and `method_digest`.
    """
    entry = entry_id(backend, issuer, options.entry or "", "--entry")
    line = options.line or "main"
    output = backend.output(entry, line)
    replaced = parse_superseding(backend, supersedes, None)
    fields: dict[str, object | None] = {
        "origin": backend.origin(),
        "issuer": issuer,
        "recipient": participant_id(backend, options.to or "", "--to"),
        "entry": entry,
        "line": line,
        "product": output.product,
        "unit": output.unit.value,
        "number": number,
        "use": "physical" if options.amount is not None else "representative",
        "amount": options.amount,
        "valid_until": options.valid_until,
        "supersedes": None if replaced is None else replaced.to_json(),
        "methods": sorted({method_digest(name, backend) for name in options.methods}) or None,
    }
    return {name: value for name, value in fields.items() if value is not None}
