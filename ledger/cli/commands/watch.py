"""`cradle watch`: alarms for an owner about changes in its name that it did not make.

No ledger is opened and no key is used: the folder of the keys is read for the participant's id and for the ids of its
own statements (`own_statements`). Exit status 0 no alarm; 1 an alarm, or the log contradicts itself; 2 the log or its
witnesses do not respond or do not cover enough leaves; 3 wrong usage.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands.log_reader import Token, read_place
from ledger.cli.terminal.display import Status, console, print_error, print_json, print_line
from ledger.cli.terminal.options import DEFAULT_IDENTITY, LARGEST, AsJson, IdentityFolder
from ledger.cli.terminal.program import command_line
from schemas.errors import CradleError

if TYPE_CHECKING:
    from ledger.client.log_client import LogClient
    from ledger.client.watch import Alarm, OwnerWatch, Quorum, WatchResult
    from ledger.trust.log_key import LogKey
    from schemas.signed.policy import Policy

ALARMED, UNDECIDED = 1, 2
_UNDECIDED = ("remote.", "tile.absent", "log.behind", "log.unpublished", "watch.unwitnessed")

_WORDS = {
    "watch.key": "changes your keys",
    "watch.superseded": "replaces your",
    "watch.withdrawn": "withdraws your",
    "watch.made": "is entered for a product of yours, subject",
}


def command(
    at: Annotated[
        str | None,
        typer.Option(
            help="The registry: its URL ending in /registry, or a folder of its files. Default: that "
            "of --server."
        ),
    ] = None,
    log_key: Annotated[
        list[str],
        typer.Option(
            help="The registry's verifier key, from a source that you trust. Repeat for an earlier "
            "key, as 'VKEY until SIZE'."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    policy: Annotated[
        Path | None,
        typer.Option(
            help="A policy file, TOML: the registry's key and the witnesses that must have cosigned."
        ),
    ] = None,
    also: Annotated[
        list[str],
        typer.Option(
            help="Another checkpoint that must agree, a file or a witness's URL; may be repeated."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    mine: Annotated[
        list[str],
        typer.Option(
            help="The id of a statement of yours that was made elsewhere; remembered. May be repeated."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    follow: Annotated[bool, typer.Option("--follow", help="Keep watching until stopped.")] = False,
    every: Annotated[
        int, typer.Option(min=1, max=LARGEST, help="With --follow: the seconds between two checks.")
    ] = 60,
    keep: Annotated[
        Path | None,
        typer.Option(help="The folder that records what you saw last. Default: beside the keys."),
    ] = None,
    token: Token = None,
    identity: IdentityFolder = DEFAULT_IDENTITY,
    as_json: AsJson = False,
) -> None:
    """Watch the registry for changes that you did not sign.

    Reports changes of your keys and statements that no statement of your own made.

    Example: cradle watch --identity my-keys --at https://ledger.example/registry --log-key "$REGISTRY_KEY"
    """
    from ledger.cli.keys.identity import registered_id
    from ledger.cli.keys.own_statements import add_own
    from ledger.client.watch import OwnerWatch
    from ledger.trust.note import parse_note

    for place in also:
        parse_note(read_place(place))
    parsed_policy = _read_policy(policy)
    key = _key(log_key, parsed_policy)
    log = _log(at, key, keep or identity / "watch", token)
    watch = OwnerWatch(log, registered_id(identity), _quorum(parsed_policy))
    if mine:
        add_own(identity, mine)
        watch.forget()
    if follow:
        raise Status(_follow(watch, identity, also, every, as_json=as_json))
    raise Status(_look(watch, identity, also, as_json=as_json))


def _read_policy(file: Path | None) -> "Policy | None":
    if file is None:
        return None
    from ledger.audit.policy import parse_policy
    from ledger.cli.terminal.files import read_file

    return parse_policy(read_file(file))


def _quorum(policy: "Policy | None") -> "Quorum | None":
    if policy is None or policy.quorum == 0:
        return None
    from ledger.audit.policy import witness_keys
    from ledger.client.watch import Quorum

    return Quorum(tuple(witness_keys(policy).values()), policy.quorum)


def _key(log_key: list[str], policy: "Policy | None") -> "LogKey | None":
    """The named keys of the registry, or else those of the policy."""
    from ledger.audit.policy import log_key as listed
    from ledger.cli.commands.log_reader import one_log

    if log_key:
        return one_log(log_key)
    return None if policy is None else listed(policy, "registry")


def _log(at: str | None, key: "LogKey | None", keep: Path, token: str | None) -> "LogClient":
    """The reader of the named registry, or of the server's."""
    from ledger.cli.backend.select import connect
    from ledger.client.log_client import LogClient
    from ledger.client.source import open_source

    if at is None:
        return connect().log("registry", keep)
    if key is None:
        detail = "The registry's verifier key is missing; name it, or a policy that has it."
        raise CradleError("log.key", detail, "--log-key")
    return LogClient(open_source(at, token), key, keep)


def _follow(
    watch: "OwnerWatch", identity: Path, also: Iterable[str], every: int, *, as_json: bool
) -> int:
    """Look until interrupted, also after the log failed to respond; show each alarm once.

    Returns:
        The exit status: `ALARMED` if any alarm was shown.
    """
    import time

    shown: frozenset[int] = frozenset()
    with suppress(KeyboardInterrupt):
        while True:
            try:
                seen = _ask(watch, identity, also)
            except CradleError as error:
                _show_error(error, as_json=as_json)
            else:
                fresh = [alarm for alarm in seen.alarms if alarm.index not in shown]
                shown |= {alarm.index for alarm in fresh}
                if fresh or seen.doubt is not None:
                    _show_result(watch, seen, fresh, as_line=as_json)
            time.sleep(every)
    return ALARMED if shown else 0


def _look(watch: "OwnerWatch", identity: Path, also: Iterable[str], *, as_json: bool) -> int:
    """Look once, show the result and return the exit status."""
    try:
        seen = _ask(watch, identity, also)
    except CradleError as error:
        print_error(error, as_json=as_json)
        return _status(error)
    if as_json:
        print_json(_json(watch, seen, seen.alarms))
    else:
        _show_result(watch, seen, seen.alarms, as_line=False)
    if seen.alarms:
        return ALARMED
    return 0 if seen.doubt is None else _status(seen.doubt)


def _ask(watch: "OwnerWatch", identity: Path, also: Iterable[str]) -> "WatchResult":
    from ledger.cli.commands.log_reader import read_place
    from ledger.cli.keys.own_statements import own_statements

    return watch.look(own_statements(identity), [read_place(place) for place in also])


def _status(error: CradleError) -> int:
    return UNDECIDED if error.code.startswith(_UNDECIDED) else ALARMED


def _show_error(error: CradleError, *, as_json: bool) -> None:
    if as_json:
        print_line({"error": {"code": error.code, "detail": error.detail}})
    else:
        print_error(error, as_json=False)


def _show_result(
    watch: "OwnerWatch", seen: "WatchResult", alarms: "Iterable[Alarm]", *, as_line: bool
) -> None:
    if as_line:
        print_line(_json(watch, seen, alarms))
        return
    for row in alarms:
        of = "" if row.code == "watch.key" else f" {row.of}"
        line = (
            f"ALARM {row.code}: registry leaf {row.index}, {row.statement} {_WORDS[row.code]}{of}"
        )
        console.print(line, markup=False)
        console.print(
            f"      is it yours? {command_line(f'watch --mine {row.statement} ...')}", markup=False
        )
    if seen.doubt is not None:
        print_error(seen.doubt, as_json=False)
    agreed = "" if seen.witnessed is None else f"; witnesses agree up to {seen.witnessed}"
    name = watch.log.key.name
    shown = f"{name}: leaves {seen.start} to {seen.size} read, alarms: {len(seen.alarms)}{agreed}"
    console.print(shown, markup=False)


def _json(watch: "OwnerWatch", seen: "WatchResult", alarms: "Iterable[Alarm]") -> dict[str, object]:
    shown: dict[str, object] = {
        "log": watch.log.key.name,
        "participant": watch.participant,
        "size": seen.size,
        "read_from": seen.start,
        "alarms": [alarm.to_json() for alarm in alarms],
    }
    if seen.witnessed is not None:
        shown["witnessed"] = seen.witnessed
    if seen.doubt is not None:
        shown["doubt"] = {"code": seen.doubt.code, "detail": seen.doubt.detail}
    return shown
