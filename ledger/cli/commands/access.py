"""`cradle access`: accounts of a ledger's HTTP API, engagements of auditors, and the journal of reads.

It works on the ledger's folder while no server holds it, and over `--server` with an operator's login. The secret of
a machine or script is printed once and never stored unencrypted.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

import typer

from ledger.cli.commands import journal
from ledger.cli.terminal.display import conclude, console, show_moment
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, LedgerFolder
from ledger.cli.terminal.page import show_facts, show_report
from ledger.documents.page import Cell, Page, table
from schemas.errors import CradleError

app = typer.Typer(help="Open and end accounts, and give auditors access.", no_args_is_help=True)

app.command()(journal.journal)

MOMENTS = {"created", "expires", "ended"}
"""Members that are seconds since 1970; a person is shown a date."""

Name = Annotated[str, typer.Argument(help="The short name: characters a-z, 0-9, '.', '@' and '-'.")]
Owner = Annotated[str, typer.Option("--of", help="The short name of the organisation.")]
Roles = Annotated[
    list[str],
    typer.Option(
        "--role",
        help="A role: supplier, manufacturer, auditor, operator, registrar or witness; may be "
        "repeated.",
    ),
]
Until = Annotated[
    str | None,
    typer.Option("--until", help="The expiry date, YYYY-MM-DD at 00:00 UTC. Default: no expiry."),
]


@app.command()
def organisation(
    name: Name,
    title: Annotated[str, typer.Option(help="The full name of the firm.")],
    participant: Annotated[
        str | None, typer.Option(help="The firm's name or participant id, if it is registered.")
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Open an organisation, which then owns credentials.

    Example: cradle access organisation mine --title "Example Mining Oy" --participant sha256:...
    """
    from ledger.cli.backend.names import participant_id_in
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.values import parse_members
    from schemas.exchanged.accounts import OrganisationRequest

    firm = None if participant is None else participant_id_in(ledger, participant, "--participant")
    members = {"id": name, "name": title, "participant": firm}
    new = parse_members(OrganisationRequest, members)
    with select_backend(ledger) as desk:
        _show(desk.open_organisation(new).to_json(), as_json=as_json)


def _adding(kind: str) -> Callable[..., None]:
    """The command that adds a credential of a kind."""

    def add(
        name: Name,
        of: Owner,
        role: Roles,
        until: Until = None,
        ledger: LedgerFolder = DEFAULT_LEDGER,
        as_json: AsJson = False,
    ) -> None:
        from ledger.cli.backend.select import select_backend
        from ledger.cli.terminal.values import parse_members
        from schemas.exchanged.accounts import CredentialRequest

        members = _new(name, kind, role, until)
        if kind == "person":
            members["password"] = read_password()
        new = parse_members(CredentialRequest, members)
        with select_backend(ledger) as desk:
            _show(desk.add_credential(of, new).to_json(), as_json=as_json)

    return add


for _name, _kind, _help, _example in (
    (
        "person",
        "person",
        (
            "Give a person a login with a password.\n\n"
            "The password is asked for, or is the first line of standard input."
        ),
        "anna@mine.example --of mine --role supplier",
    ),
    (
        "machine",
        "machine",
        (
            "Give a machine a client id and a secret (OAuth 2.0).\n\n"
            "The secret is printed only once. The machine exchanges both for tokens at /auth/token."
        ),
        "erp.mine --of mine --role supplier",
    ),
    (
        "key",
        "script",
        "Give a script an API key.\n\nThe key is printed only once.",
        "script.mine --of mine --role supplier --until 2027-01-01",
    ),
):
    _text = f"{_help}\n\nExample: cradle access {_name} {_example}"
    app.command(_name, help=_text)(_adding(_kind))


@app.command()
def end(name: Name, ledger: LedgerFolder = DEFAULT_LEDGER, as_json: AsJson = False) -> None:
    """End a credential, its sessions and its tokens.

    This takes effect at once. The name of a credential is never used again.

    Example: cradle access end script.mine
    """
    from ledger.cli.backend.select import select_backend

    with select_backend(ledger) as desk:
        desk.end_credential(name)
    _show_ended(name, as_json=as_json)


@app.command()
def password(name: Name, ledger: LedgerFolder = DEFAULT_LEDGER, as_json: AsJson = False) -> None:
    """Change your own password.

    The current password and the new one are asked for, or are the first two lines of standard input. Your sessions
    end. It needs no other login.

    Example: cradle --server https://cradle.example access password anna@mine.example
    """
    from ledger.cli.backend.password import change_password

    present = read_line("Present password: ")
    change_password(ledger, name, present, read_password())
    conclude({"changed": name}, f"the password of {name} is changed", as_json=as_json)


@app.command()
def engage(
    auditor: Annotated[str, typer.Argument(help="The short name of the auditor's organisation.")],
    subject: Annotated[
        str | None, typer.Argument(help="The id of a calculation, declaration or delivery.")
    ] = None,
    end: Annotated[  # the engagement that `list` shows
        str | None, typer.Option(help="End the engagement with this id instead of beginning one.")
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Let an auditor see all data behind a statement.

    The engagement opens the subject and everything that it rests on, recipes included. `--end` ends an engagement.

    Example: cradle access engage audit-house sha256:...
    """
    from ledger.cli.backend.ids import full_id_in
    from ledger.cli.backend.select import select_backend
    from schemas.exchanged.accounts import EngagementRequest

    if (subject is None) == (end is None):
        detail = "Name either a subject to engage for, or with --end the engagement to end."
        raise CradleError("option.engage", detail, "subject")
    named = None if subject is None else full_id_in(ledger, subject, "subject")
    with select_backend(ledger) as desk:
        if end is not None:
            desk.revoke_engagement(end)
            _show_ended(end, as_json=as_json)
        elif named is not None:
            new = EngagementRequest(auditor=auditor, subject=named)
            _show(desk.engage(new).to_json(), as_json=as_json)


@app.command(name="list")
def list_access(
    of: Annotated[
        str | None, typer.Option("--of", help="Show only the organisation with this short name.")
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List organisations, their credentials and engagements.

    Secrets are not stored, so none is shown.

    Example: cradle access list --of mine
    """
    from ledger.cli.backend.select import select_backend

    with select_backend(ledger) as desk:
        organisations = [row for row in desk.organisations().items if of in (None, row.id)]
        if of is not None and not organisations:
            detail = f"There is no organisation {of:.80}; `cradle access list` shows all."
            raise CradleError("organisation.unknown", detail, "--of")
        held = {
            row.id: [credential.to_json() for credential in desk.credentials(row.id).items]
            for row in organisations
        }
        rows = [row.to_json() for row in organisations]
        engaged = [row.to_json() for row in desk.engagements().items] if of is None else []
    listed = [{**row, "credentials": held[str(row["id"])]} for row in rows]
    answer = {"organisations": listed, "engagements": engaged}
    show_report(answer, _layout_access, as_json=as_json, as_csv=as_csv)


def _layout_access(report: Mapping[str, Any]) -> Page:
    accounts: list[tuple[Cell | str, ...]] = []
    for row in report["organisations"]:
        accounts.append((row["id"], row["name"], "", ""))
        accounts += map(_cells, row["credentials"])
    engaged = [
        (row["id"], row["auditor"], "ended" if "ended" in row else "engaged", row["subject"])
        for row in report["engagements"]
    ]
    heads = ("engagement", "auditor", "state", "subject")
    return Page(
        "Access",
        blocks=(
            table("Organisations", ("account", "kind", "roles", "state"), accounts),
            *((table("Engagements", heads, engaged),) if engaged else ()),
        ),
    )


def _new(name: str, kind: str, roles: list[str], until: str | None) -> dict[str, object]:
    from ledger.cli.backend.folder import parse_word
    from schemas.vocabulary import Role

    role_names = sorted({parse_word(Role, role, "--role").value for role in roles})
    ends = {} if until is None else {"expires": _seconds(until)}
    return {"id": name, "kind": kind, "roles": role_names, **ends}


def _seconds(day: str) -> int:
    from ledger.cli.terminal.values import parse_value
    from schemas.values import Date

    last_day = date.fromisoformat(parse_value(Date, day, "--until"))
    return int(datetime.combine(last_day, time(), UTC).timestamp())


def read_password() -> str:
    """Read the password that a person types twice, hidden; from a pipe, its first line."""
    import getpass
    import sys

    password = read_line("Password: ")
    if sys.stdin.isatty() and getpass.getpass("Again: ") != password:
        raise CradleError("password.mismatch", "The two passwords differ; try again.", "password")
    return password


def read_line(prompt: str) -> str:
    """Read what a person types, hidden; from a pipe, its next line."""
    import getpass
    import sys

    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\r\n")


def _show_ended(name: str, *, as_json: bool) -> None:
    conclude({"ended": name}, f"{name} has ended", as_json=as_json)


def _show(credential: Mapping[str, object], *, as_json: bool) -> None:
    moments = {name: show_moment(int(str(credential[name]))) for name in MOMENTS & {*credential}}
    show_facts({**credential, **({} if as_json else moments)}, as_json=as_json)
    if "secret" in credential and not as_json:
        console.print("The secret is shown this once; store it where only its user can read it.")


def _cells(credential: Mapping[str, Any]) -> tuple[Cell | str, ...]:
    state = "ended" if "ended" in credential else ""
    roles = ", ".join(credential["roles"] or ())
    return Cell(credential["id"], level=1), credential["kind"], roles, state
