"""`cradle request`: ask suppliers for data, pass requests on, and follow their state.

It works on the ledger's folder, with `--identity` as that participant, and over `--server` as its login. Requests
below a request are shown as counts only.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.data_request import layout_requests, show_request
from ledger.cli.terminal.display import console, print_json
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, LedgerFolder
from ledger.cli.terminal.page import show_report

if TYPE_CHECKING:
    from ledger.client.questions import Questions
    from schemas.exchanged.request import RequestView

app = typer.Typer(help="Ask suppliers for data and follow the requests.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="The id of a request.")]
Keys = Annotated[
    Path | None,
    typer.Option(
        "--identity",
        envvar="CRADLE_IDENTITY",
        help="Without --server: act as the participant of the keys in this folder. Default: the "
        "operator.",
    ),
]
Product = Annotated[str, typer.Option(help="The product's id, a URI.")]
Start = Annotated[str, typer.Option(help="The first day of the period, YYYY-MM-DD.")]
End = Annotated[str, typer.Option(help="The day after the period's last day, YYYY-MM-DD.")]
Due = Annotated[str, typer.Option(help="The last day for an answer, YYYY-MM-DD.")]
Reference = Annotated[
    str, typer.Option(help="Your own reference. Using it again returns the same request.")
]
To = Annotated[str | None, typer.Option(help="The name or participant id of the supplier.")]
Firm = Annotated[
    str | None, typer.Option(help="The name of a firm without an account, which you invite.")
]
Amount = Annotated[
    str | None, typer.Option(help="The amount you buy, a decimal number; for information.")
]
Unit = Annotated[str | None, typer.Option(help="The unit of the amount, such as kg.")]


@app.command()
def ask(
    product: Product,
    start: Start,
    end: End,
    due: Due,
    reference: Reference,
    to: To = None,
    firm: Firm = None,
    amount: Amount = None,
    unit: Unit = None,
    papers: Annotated[
        bool,
        typer.Option(
            "--papers",
            help="Ask for the documents behind delivered goods instead of a delivery.",
        ),
    ] = False,
    identity: Keys = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Ask a supplier for a delivery that covers a period.

    Example: cradle request ask --to sha256:... --product urn:example:cell --start 2025-01-01 --end 2026-01-01
    --due 2026-03-31 --reference R-1
    """
    from ledger.cli.backend.names import participant_id_in
    from ledger.cli.backend.requests import open_requests, parse_data_request
    from schemas.exchanged.request import Wanted

    to = None if to is None else participant_id_in(ledger, to, "--to")
    wants = Wanted.PAPERS if papers else None
    data_request = parse_data_request(
        reference, to, firm, product, amount, unit, (start, end), due, wants
    )
    with open_requests(ledger, identity) as requests:
        _show(requests, requests.ask_for_data(data_request), as_json=as_json)


@app.command(name="pass-on")
def pass_on(
    request: Id,
    product: Product,
    start: Start,
    end: End,
    due: Due,
    reference: Reference,
    to: To = None,
    firm: Firm = None,
    amount: Amount = None,
    unit: Unit = None,
    identity: Keys = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Ask your own supplier, to answer a received request.

    The due date is no later than that of the received request.

    Example: cradle request pass-on 5c1f... --firm "Example Mining Oy" --product urn:example:ore --start 2025-01-01
    --end 2026-01-01 --due 2026-02-28 --reference R-7
    """
    from ledger.cli.backend.names import participant_id_in
    from ledger.cli.backend.requests import open_requests, parse_data_request, request_id

    to = None if to is None else participant_id_in(ledger, to, "--to")
    data_request = parse_data_request(reference, to, firm, product, amount, unit, (start, end), due)
    with open_requests(ledger, identity) as requests:
        received = request_id(requests, request)
        _show(requests, requests.pass_request_on(received, data_request), as_json=as_json)


@app.command(name="list")
def list_requests(
    role: Annotated[
        str | None,
        typer.Option(
            help="Show only requests that you asked or received: asked or received. Default: both."
        ),
    ] = None,
    state: Annotated[
        list[str],
        typer.Option(
            help="Show only this state: open, passed_on, answered, declined or withdrawn; may be "
            "repeated. Default: all."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    due: Annotated[
        str | None, typer.Option(help="Show only requests due on or before this day, YYYY-MM-DD.")
    ] = None,
    below: Annotated[
        str | None,
        typer.Option(help="Show only requests that pass on the received request with this id."),
    ] = None,
    identity: Keys = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List requests, newest first.

    Example: cradle request list --role received --state open
    """
    from ledger.cli.backend.folder import parse_word
    from ledger.cli.backend.requests import named_firms, open_requests, request_id
    from ledger.cli.terminal.values import parse_value
    from ledger.client.paging import every
    from schemas.exchanged.request import Side, State
    from schemas.values import Date

    side = None if role is None else parse_word(Side, role, "--role")
    if due is not None:
        parse_value(Date, due, "--due")
    states = tuple(parse_word(State, word, "--state") for word in state)
    with open_requests(ledger, identity) as requests:
        parent = None if below is None else request_id(requests, below, "--below")
        filters = {"role": side, "state": states, "due": due, "parent": parent}
        rows = [row.to_json() for row in every(requests.data_requests, limit=500, **filters)]
        layout = partial(layout_requests, names=named_firms(requests, rows))
    show_report({"items": rows}, layout, as_json=as_json, as_csv=as_csv)


@app.command()
def show(
    request: Id,
    identity: Keys = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show a request and the state of those below it.

    Counts how many below it are open, answered, declined and overdue.

    Example: cradle request show 5c1f...
    """
    from ledger.cli.backend.requests import open_requests, request_id

    with open_requests(ledger, identity) as requests:
        found = requests.data_request(request_id(requests, request))
        _show(requests, found, as_json=as_json)


@app.command()
def decline(
    request: Id,
    reason: Annotated[
        str,
        typer.Option(
            help="The reason: wrong_addressee, not_our_product, no_data, not_in_time or confidential."
        ),
    ],
    identity: Keys = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Decline a received request.

    The asker sees that there will be no answer, and the reason.

    Example: cradle request decline 5c1f... --reason not_our_product
    """
    from ledger.cli.backend.folder import parse_word
    from ledger.cli.backend.requests import open_requests, request_id
    from schemas.exchanged.request import DeclineBody, DeclineReason

    with open_requests(ledger, identity) as requests:
        body = DeclineBody(reason=parse_word(DeclineReason, reason, "--reason"))
        declined = requests.decline_request(request_id(requests, request), body)
        _show(requests, declined, as_json=as_json)


@app.command()
def withdraw(
    request: Id,
    identity: Keys = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Withdraw your request and its invitation link.

    Example: cradle request withdraw 5c1f...
    """
    from ledger.cli.backend.requests import open_requests, request_id

    with open_requests(ledger, identity) as requests:
        withdrawn = requests.withdraw_request(request_id(requests, request))
        _show(requests, withdrawn, as_json=as_json)


@app.command()
def invite(
    request: Id,
    days: Annotated[
        int, typer.Option(min=1, max=180, help="The number of days that the link is valid.")
    ] = 30,
    as_json: AsJson = False,
) -> None:
    """Make an invitation link for the firm of a request.

    Send the link to the firm yourself. Needs `--server`. An earlier link stops working.

    Example: cradle --server https://ledger.example request invite 5c1f...
    """
    from ledger.cli.backend.requests import request_id
    from ledger.cli.backend.select import connect

    desk = connect()
    answer = desk.invite_to_request(request_id(desk, request), days)
    if as_json:
        print_json(answer.to_json())
        return
    console.print(answer.link, markup=False, soft_wrap=True)
    console.print(
        "The link is shown this once, and anyone who has it can use it; send it only to the firm."
    )


def _show(requests: "Questions", answer: "RequestView", *, as_json: bool) -> None:
    """Show a request with the names of its firms."""
    from ledger.cli.backend.requests import named_firms

    members = answer.to_json()
    show_request(members, {} if as_json else named_firms(requests, [members]), as_json=as_json)
