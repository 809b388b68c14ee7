"""The commands of `cradle`, each under what a person does with it.

This table is a module of its own because it grows with each command, and what runs a command (`main.py`) does not.
`cradle --help` has a heading for each activity, at most ten, with about a dozen commands at most: a person looks for
what to do next, and one firm is supplier, manufacturer and operator at once.

No two names of a group differ by a plural or mean the same. A former name runs nothing and is in no help: it answers
with the present one, because a script that is silently given another command may do what nobody meant.
"""

from collections.abc import Callable, Mapping
from typing import Final

import typer

from ledger.cli.commands import (
    access,
    answer,
    attest,
    balance,
    bundle,
    calculate,
    cbam,
    check,
    commit,
    compare,
    config,
    countersign,
    declare,
    deliver,
    delivery_code,
    demo,
    diff,
    documents,
    draft,
    edit,
    export,
    factors,
    footprint,
    history,
    import_figure,
    join,
    keys,
    log,
    map_columns,
    new,
    notices,
    objection,
    objections,
    origin,
    partner,
    plain,
    plan,
    policy,
    portfolio,
    price,
    received,
    register,
    request,
    run,
    sample,
    send,
    stale,
    study,
    submit,
    template,
    territory,
    trace,
    verify,
    verify_all,
    warranty,
    watch,
    withdraw,
)
from ledger.cli.operator import (
    backup,
    database,
    init,
    monitor,
    notify,
    restatement,
    restore,
    serve,
    unlock,
    witness,
)
from ledger.cli.terminal.failures import RenamedCommand

Command = typer.Typer | Callable[..., None]

COMMANDS: Final[Mapping[str, Mapping[str, Command]]] = {
    "Start": {
        "demo": demo.command,
        "new": new.command,
        "run": run.command,
        "config": config.command,
        "keys": keys.app,
        "join": join.command,
        "register": register.command,
    },
    "Submit data": {
        "template": template.command,
        "draft": draft.command,
        "map": map_columns.command,
        "check": check.command,
        "import": import_figure.command,
        "submit": submit.command,
        "balance": balance.command,
        "send": send.command,
        "edit": edit.command,
        "history": history.command,
        "withdraw": withdraw.command,
    },
    "Deliver, ask and exchange": {
        "participants": plain.participants,
        "deliver": deliver.command,
        "delivery-code": delivery_code.command,
        "request": request.app,
        "export": export.command,
        "received": received.app,
        "partner": partner.app,
    },
    "Compute figures": {
        "factors": factors.app,
        "footprint": footprint.command,
        "calculate": calculate.command,
        "emissions": plain.emissions,
        "quality": plain.quality,
        "standing": plain.standing,
        "stale": stale.command,
        "diff": diff.command,
        "compare": compare.command,
        "portfolio": portfolio.command,
    },
    "Places and prices": {
        "origin": origin.command,
        "territory": territory.command,
        "price": price.command,
        "cbam": cbam.command,
    },
    "Declare and document": {
        "study": study.command,
        "declare": declare.command,
        "documents": documents.command,
        "warranty": warranty.command,
        "bundle": bundle.command,
    },
    "Check as an auditor": {
        "policy": policy.app,
        "verify": verify.command,
        "verify-all": verify_all.command,
        "trace": trace.command,
        "plan": plan.command,
        "commit": commit.command,
        "sample": sample.command,
        "attest": attest.command,
    },
    "Watch and object": {
        "notices": notices.command,
        "log": log.app,
        "watch": watch.command,
        "monitor": monitor.command,
        "witness": witness.app,
        "object": objection.command,
        "answer": answer.command,
        "objections": objections.command,
    },
    "Run a ledger": {
        "init": init.command,
        "serve": serve.command,
        "countersign": countersign.command,
        "access": access.app,
        "notify": notify.command,
        "restatement": restatement.command,
        "backup": backup.command,
        "restore": restore.command,
        "unlock": unlock.command,
        "database": database.app,
    },
}
"""The commands by what people do with them, in the order in which `cradle --help` shows them."""


FORMER: Final[Mapping[str, str]] = {
    "imports": "received",
    "lint": "received check",
    "factors rulebook": "factors add",
    "partner request": "partner ask",
}
"""The former names of commands, each with the present one."""


def add_commands(app: typer.Typer) -> None:
    """Add each command to the program, under its heading, and the answers to former names."""
    groups = {"": app}
    for heading, commands in COMMANDS.items():
        for name, command in commands.items():
            if isinstance(command, typer.Typer):
                groups[name] = command
                app.add_typer(command, name=name, rich_help_panel=heading)
            else:
                app.command(name=name, rich_help_panel=heading)(command)
    anything = {"ignore_unknown_options": True, "allow_extra_args": True}
    for former, present in FORMER.items():
        group, _, name = former.rpartition(" ")
        add = groups[group].command(
            name, hidden=True, add_help_option=False, context_settings=anything
        )
        add(_answer(former, present))


def _answer(former: str, present: str) -> Callable[[], None]:
    """The command that answers a former name."""

    def answer() -> None:
        raise RenamedCommand(former, present)

    return answer
