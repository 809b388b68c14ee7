"""The text that `cradle join` prints: asker and request, the new files, and the next commands with real values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ledger.cli.terminal.display import console, print_json
from ledger.cli.terminal.page import print_aside, print_blocks
from ledger.client.first_steps import REQUEST, SIGNED, FirstSteps
from ledger.documents.page import Facts, Paragraph, fact, facts
from schemas.exchanged.invitation import InvitationView
from schemas.vocabulary import Stage

Step = tuple[str, tuple[str, ...]]
"""A task of a new user, and the commands for it."""

TRUSTED = (
    "The log keys came from this server over its connection, and receipts are checked with them. Compare them with the"
    " operator's publication."
)


@dataclass(frozen=True, slots=True)
class Joined:
    """The files, names and addresses of a user who has joined.

    Attributes:
        participant: the id, which counts once the registration is countersigned and submitted.
        origin: the ledger's name.
        folder: of the new files.
        steps: the command lines that follow.
        account: the new organisation, its login file and a person's login name; empty if the account existed.
        view: the invitation, if there was one.
    """

    participant: str
    origin: str
    folder: Path
    steps: FirstSteps
    account: Mapping[str, str] = field(default_factory=dict)
    view: InvitationView | None = None


def show_invitation(view: InvitationView) -> None:
    """Show the request on standard error, before anything is done."""
    rows = {
        "asked by": f"{view.asker_name}, {view.asker_country}",
        "asked of": view.firm,
        "product": view.product,
        "amount": None if view.unit is None else f"{view.amount} {view.unit.value}",
        "made from": f"{view.period.start} to {view.period.end}, the last day not included",
        "due": view.due,
        "reference": view.reference,
        "ledger": view.ledger.origin,
    }
    print_aside(rows=rows.items())


def show_joined(joined: Joined, *, as_json: bool) -> None:
    """Show the new files, the log keys and the next commands."""
    shown = {
        "id": joined.participant,
        "origin": joined.origin,
        **joined.account,
        "keys": joined.steps.keys,
        "registration": str(joined.folder / REQUEST),
    }
    logs = None if joined.view is None else joined.view.ledger.logs
    steps = list(_steps(joined))
    if as_json:
        following = [line for _, commands in steps for line in commands]
        trusted = {} if logs is None else {"logs": logs.to_json()}
        print_json({**shown, **trusted, "next": following})
        return
    keys = () if logs is None else (logs.entries, logs.registry)
    print_blocks(
        (
            Facts((*facts(shown).rows, *(fact("log key", key) for key in keys))),
            *([Paragraph(TRUSTED)] if keys else []),
        )
    )
    console.print("\nNext, in this folder:", markup=False)
    for number, (what, commands) in enumerate(steps, start=2):
        for line in (f"{number}. {what}", *(f"   {command}" for command in commands)):
            console.print(line, markup=False)


def _filling(view: InvitationView | None) -> str:
    others = ", ".join(stage.value for stage in Stage if stage is not Stage.RAW_MATERIAL)
    text = (
        f"Write the spreadsheet, and fill it in. --stage may also be {others}, --language de or zh"
    )
    if view is None:
        return text
    days = f"the days are from {view.period.start} to {view.period.end}, the last one not included"
    return f"{text}. The product ID is {view.product}; {days}"


def _steps(joined: Joined) -> Iterator[Step]:
    """The steps after joining, which is the first: five to a receipt, and one more to an answer."""
    steps, view = joined.steps, joined.view
    request = joined.folder / REQUEST
    yield (
        f"Send {request} to the operator, whose registrar countersigns it and returns {SIGNED}.",
        (),
    )
    yield "Submit the countersigned registration:", (steps.send(),)
    yield f"{_filling(view)}:", (steps.template(),)
    yield "Check it; nothing is stored:", (steps.check(),)
    yield "Sign and submit it, and keep the receipt's proof:", (steps.submit(), steps.prove())
    if view is None:
        yield "See who asks for it:", (steps.requests(),)
    else:
        yield "Deliver, which answers the request:", (steps.deliver(view),)
