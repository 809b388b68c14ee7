"""`cradle deliver`: state a delivery of goods, or of their figure, from an output line to one customer."""

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    AsJson,
    IdentityFolder,
    LedgerFolder,
    Quiet,
    StatedSets,
    Yes,
    show_receipt,
)
from schemas.errors import CradleError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.cli.backend.delivery_options import DeliveryOptions
    from ledger.client.ledger_desk import LedgerDesk
    from schemas.exchanged.line_request import BorderYear
    from schemas.signed.delivery import Delivery
    from schemas.signed.opening import Opening
    from schemas.signed.rulebook import Rulebook as Method

FigureRulebook = Annotated[
    str | None,
    typer.Option(
        help="With --factor-set: the rulebook, by its id, a file, or a digest in the ledger; "
        "required."
    ),
]


def command(
    number: Annotated[
        str, typer.Option(help="Your own number for the delivery, such as the delivery note's.")
    ],
    entry: Annotated[
        str | None, typer.Option(help="The id of your entry, or the name of its product.")
    ] = None,
    to: Annotated[
        str | None, typer.Option(help="The name or participant id of the customer.")
    ] = None,
    line: Annotated[
        str | None, typer.Option(help="The code of the output line. Default: main.")
    ] = None,
    like: Annotated[
        str | None,
        typer.Option(
            help="A delivery of yours, by its id, or by its product for the newest; what no option states is taken over"
            " from it, of the newest entry of the product."
        ),
    ] = None,
    amount: Annotated[
        str | None,
        typer.Option(help="Physical delivery: the amount, a decimal number in the line's unit."),
    ] = None,
    valid_until: Annotated[
        str | None,
        typer.Option(
            help="Representative delivery: the first day it is no longer valid, YYYY-MM-DD."
        ),
    ] = None,
    supersedes: Annotated[
        str | None, typer.Option(help="The id of your delivery that this one corrects.")
    ] = None,
    rulebook: FigureRulebook = None,
    factor_sets: StatedSets = [],  # noqa: B006 - typer copies the default
    open_: Annotated[
        list[str],
        typer.Option(
            "--open",
            help="A supplier of yours that the customer sees behind the figure, by its legal name, or `all`; "
            "may be repeated.",
        ),
    ] = [],  # noqa: B006 - typer copies the default
    onward: Annotated[
        bool,
        typer.Option(
            "--onward", help="With --open: the customer may show the opened suppliers to its own."
        ),
    ] = False,
    methods: Annotated[
        list[str],
        typer.Option(
            "--method",
            help="A rulebook or factor set by which the customer may value the goods, by its digest, or the id of one "
            "that comes with Cradle; may be repeated. Default: those of the figure.",
        ),
    ] = [],  # noqa: B006 - typer copies the default
    border_year: Annotated[
        int | None,
        typer.Option(
            help="With --factor-set: also state the quantities of the carbon border, for goods of this year."
        ),
    ] = None,
    cscf: Annotated[
        str | None,
        typer.Option(
            help="With --border-year: the cross-sectoral correction factor of the year; another than the rulebook's is"
            " refused."
        ),
    ] = None,
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
    yes: Yes = False,
) -> None:
    """Sign and submit a delivery.

    A physical delivery has an `--amount`, a representative one a `--valid-until`. With `--factor-set` the delivery
    carries the figure that the customer sees, to 4 significant digits. With `--open` the customer also sees the parts
    of the suppliers that you name; without it, none. With `--like` it begins from an earlier delivery: what no option
    states is taken over and shown before signing, but for its number, what it opened, and the carbon border.

    The options are the draft of a delivery (docs/formats/delivery.md); `cradle draft entry` writes one of the entry.

    Example: cradle deliver --entry "LFP cell" --to "Example Packs GmbH" --number LS-4711 --amount 1200

    Example: cradle deliver --like "LFP cell" --number LS-4712 --amount 1350
    """
    from ledger.cli.backend.delivery_options import DeliveryOptions, begin_like, delivery_fields
    from ledger.cli.backend.names import party
    from ledger.cli.backend.select import select_backend
    from ledger.cli.backend.sending import send
    from ledger.cli.keys.identity import fresh, load_identity, require_origin
    from ledger.cli.terminal.signing import review
    from ledger.state.drafting import draft_delivery
    from ledger.trust.canonical import canonical
    from schemas.signed.delivery import Delivery

    typed = DeliveryOptions(
        entry, to, line, amount, valid_until, rulebook, tuple(factor_sets), tuple(methods)
    )
    signer = load_identity(identity)
    with select_backend(ledger) as backend:
        stated, taken = begin_like(backend, signer.id, like, typed)
        _require_one(stated.amount, stated.valid_until)
        of_figure = {"--rulebook": stated.rulebook, "--border-year": border_year}
        _require_factor_set(stated.factor_sets, of_figure)
        rules = _rules(backend, stated)
        require_origin(signer, backend.origin())
        fields = delivery_fields(backend, signer.id, number, stated, supersedes)
        fields["nonce"] = fresh()
        Delivery.parse(canonical(fields))  # Before the ledger computes and stores anything.
        delivery, opening, more = _with_figure(
            backend,
            rules,
            fields,
            stated.factor_sets,
            border_of(border_year, cscf),
            open_,
            onward=onward,
        )
        terms, total = _review(delivery, rules)
        terms["to"] = party(backend, delivery.recipient)
        review({**terms, **taken, **more}, total, quiet=quiet, silent=yes or quiet or as_json)
        if delivery.figure is not None and rules is not None:
            backend.keep_method(rules)
        draft = draft_delivery(delivery, opening, fresh)
        show_receipt(send(backend, signer, draft), as_json=as_json, quiet=quiet)


def _rules(backend: "LedgerDesk", stated: "DeliveryOptions") -> "Method | None":
    """The rulebook of the figure; None if no figure is asked for.

    Raises:
        CradleError: `option.rulebook`, or as `load_named_rulebook`.
    """
    from ledger.cli.backend.methods import load_named_rulebook, require_name

    if stated.rulebook is None and not stated.factor_sets:
        return None
    return load_named_rulebook(require_name(stated.rulebook), backend)


def _require_one(amount: str | None, valid_until: str | None) -> None:
    """Require exactly one of the options that say whether a delivery is physical or representative.

    Raises:
        CradleError: `delivery.valid_until`.
    """
    if (amount is None) == (valid_until is None):
        detail = "Give either --amount or --valid-until."
        raise CradleError("delivery.valid_until", detail, "--valid-until")


def _require_factor_set(factor_sets: "Sequence[str]", options: "Mapping[str, object]") -> None:
    """Refuse an option of a figure where no figure is asked for.

    Raises:
        CradleError: `option.factor_set`.
    """
    for name, value in options.items():
        if value is not None and not factor_sets:
            detail = f"{name} is of a figure, and no figure is stated; name its factor sets with --factor-set too."
            raise CradleError("option.factor_set", detail, name)


def border_of(year: int | None, cscf: str | None) -> "BorderYear | None":
    """The year of quantities at the carbon border; None if none is asked for.

    Raises:
        CradleError: `cbam.terms` if the factor is stated without its year, `quantity.*`.
    """
    from schemas.exchanged.line_request import BorderYear
    from schemas.typed import read_amount

    if year is None and cscf is None:
        return None
    if year is None:
        detail = "A correction factor is of a year; state --border-year too, or leave --cscf out."
        raise CradleError("cbam.terms", detail, "--border-year")
    return BorderYear(year=year, cscf=None if cscf is None else read_amount(cscf, "--cscf"))


def _with_figure(
    backend: "LedgerDesk",
    rules: "Method | None",
    fields: dict[str, object],
    factor_sets: "Sequence[str]",
    border: "BorderYear | None",
    names: list[str],
    *,
    onward: bool,
) -> tuple["Delivery", "Opening | None", dict[str, object]]:
    """The delivery with the figure that it may state now, the suppliers that it opens, and the lines about these."""
    from ledger.cli.backend.methods import stored_factor_sets
    from ledger.cli.terminal.opening import choose_opening, opening_terms
    from ledger.cli.terminal.waiting import waiting
    from ledger.trust.canonical import canonical
    from ledger.trust.leaves import digest, model_bytes
    from schemas.exchanged.line_request import PreviewRequest
    from schemas.signed.delivery import Delivery

    openable = None
    if rules is not None and factor_sets:
        request = PreviewRequest(
            entry=str(fields["entry"]),
            line=str(fields["line"]),
            rulebook=digest(model_bytes(rules)),
            factor_sets=tuple(sorted(stored_factor_sets(factor_sets, backend))),
            border=border,
        )
        with waiting("computing the figure"):
            desk = backend.with_method(rules)
            fields = {**fields, "figure": desk.preview(request).to_json()}
            openable = desk.preview_suppliers(request) if names else None
    opening = choose_opening(names, openable, onward=onward)
    delivery = Delivery.parse(canonical(fields))
    return delivery, opening, opening_terms(delivery, opening, openable)


def _review(delivery: "Delivery", rules: "Method | None") -> tuple[dict[str, object], str | None]:
    """The terms of a delivery, and its figure."""
    of = None if delivery.amount is None else f"{delivery.amount} {delivery.unit.value}"
    terms: dict[str, object] = {
        "delivery": f"{delivery.number}, {delivery.use.value}",
        "product": delivery.product,
        "amount": of,
        "valid until": delivery.valid_until,
        "to": delivery.recipient,
        "replaces": None if delivery.supersedes is None else delivery.supersedes.id,
    }
    if delivery.figure is None or rules is None:
        return terms, None
    unit = f"kg CO2e per {delivery.unit.value}"
    return {**terms, "rulebook": rules.id}, f"{delivery.figure.total} {unit}"
