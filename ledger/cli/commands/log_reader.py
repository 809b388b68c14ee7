"""`cradle log check`, `refresh`, `evidence`: the commands of a reader who relies on a log and does not run it.

No ledger is opened. `evidence` uses no network, and its exit status is its judgement: 1 the log showed two histories,
0 it did not, 2 the file shows neither, 3 wrong usage, including a malformed key.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import Status, console, print_error, print_json
from ledger.cli.terminal.files import require_new, write_file
from ledger.cli.terminal.options import AsJson, Force
from schemas.errors import CradleError, sentence

if TYPE_CHECKING:
    from ledger.client.log_client import LogClient
    from ledger.trust.log_key import LogKey

FORKED, NOTHING_SHOWN, WRONG_USAGE = 1, 2, 3

At = Annotated[
    str,
    typer.Option(
        help="The log: its URL ending in /entries or /registry, or a folder of its files."
    ),
]
LogKeys = Annotated[
    list[str],
    typer.Option(
        help="The log's verifier key, from a source that you trust. Repeat for an earlier key, as "
        "'VKEY until SIZE'."
    ),
]
Keep = Annotated[Path, typer.Option(help="The folder that records what you saw last.")]
Token = Annotated[
    str | None,
    typer.Option(envvar="CRADLE_LOG_TOKEN", help="The bearer token, if the log needs one."),
]
DEFAULT_KEEP = Path("cradle-seen")


def check(
    at: At,
    log_key: LogKeys,
    also: Annotated[
        list[str],
        typer.Option(
            help="Another checkpoint that must agree, a file or a witness's URL; may be repeated."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    keep: Keep = DEFAULT_KEEP,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Check that a log continues what you saw before.

    Reads the log's checkpoint and verifies the consistency proof. If the log has forked, the evidence is written to
    a file.

    Example: cradle log check --at https://ledger.example/battery/entries --log-key "$KEY" --keep seen
    """
    from ledger.trust.checkpoint import parse_checkpoint
    from ledger.trust.note import parse_note

    others = [read_place(place) for place in also]
    for other in others:
        parse_note(other)
    client = open_log(at, log_key, keep, token)
    note = client.latest()
    for other in others:
        client.agree(other)
    seen = parse_checkpoint(parse_note(note).text)
    if as_json:
        print_json({"origin": seen.origin, "size": seen.size, "root": seen.root.hex()})
    else:
        agreeing = f", and {len(also)} others agree" if also else ""
        console.print(
            f"{seen.origin}: {seen.size} leaves continue what was seen{agreeing}", markup=False
        )


def refresh(
    receipt: Annotated[Path, typer.Argument(help="A receipt as JSON, or its tlog-proof.")],
    at: At,
    log_key: LogKeys,
    out: Annotated[
        Path | None,
        typer.Option(
            help="The file to write; the receipt itself may be renewed in place. Default: standard output."
        ),
    ] = None,
    keep: Keep = DEFAULT_KEEP,
    token: Token = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Renew a receipt under the newest cosigned checkpoint.

    The leaf stays the same.

    Example: cradle log refresh receipt.json --at public-logs/entries --log-key "$KEY" --out receipt.json
    """
    from ledger.trust.tlog_proof import format_tlog_proof, parse_tlog_proof
    from schemas.signed.log import Receipt

    if out is not None:
        require_new(out, force=force or out == receipt)
    client, data = open_log(at, log_key, keep, token), read_place(str(receipt))
    if data.lstrip().startswith(b"{"):
        renewed = (
            client.renew_receipt(Receipt.parse(data)).model_dump_json(exclude_none=True) + "\n"
        )
    else:
        renewed = format_tlog_proof(client.renew(parse_tlog_proof(data))).decode("utf-8")
    if out is not None:
        write_file(out, renewed.encode())
    if as_json:
        print_json({"receipt": renewed} | ({} if out is None else {"file": str(out)}))
    elif out is not None:
        console.print(f"wrote {out}", markup=False)
    else:
        console.print(renewed, markup=False, end="")


def evidence(
    file: Annotated[Path, typer.Argument(help="The evidence file, fork-evidence.json.")],
    log_key: LogKeys,
    as_json: AsJson = False,
) -> None:
    """Judge the evidence of a fork, offline.

    The exit status is 1 if the log showed two histories, 0 if it did not, and 2 if the file shows neither.

    Example: cradle log evidence fork-evidence.json --log-key "$KEY"
    """
    from ledger.trust.fork import shows_fork
    from schemas.signed.fork import ForkEvidence

    try:
        key = one_log(log_key)
    except CradleError as error:
        print_error(error, as_json=as_json)
        raise Status(WRONG_USAGE) from None
    try:
        forked = shows_fork(ForkEvidence.parse(read_place(str(file))), key)
    except CradleError as error:
        print_error(error, as_json=as_json)
        raise Status(NOTHING_SHOWN) from None
    if as_json:
        print_json({"log": key.name, "forked": forked})
    elif forked:
        console.print(f"{key.name}: this log showed two histories", markup=False)
    else:
        console.print(f"{key.name}: both checkpoints are of one history", markup=False)
    if forked:
        raise Status(FORKED)


def open_log(at: str, log_key: list[str], keep: Path, token: str | None) -> "LogClient":
    """The reader of a log that the user named by address or folder, and key.

    Raises:
        CradleError: as `one_log`.
    """
    from ledger.client.log_client import LogClient
    from ledger.client.source import open_source

    return LogClient(open_source(at, token), one_log(log_key), keep)


def one_log(log_key: Iterable[str]) -> "LogKey":
    """Combine keys, which must all be of one log.

    Raises:
        CradleError: `log_key.*`, `note.*`.
    """
    from ledger.trust.log_key import gather_log_keys

    keys = list(gather_log_keys(log_key).values())
    if len(keys) != 1:
        detail = f"The keys are of {len(keys)} logs; name the keys of one."
        raise CradleError("log_key.form", detail, "--log-key")
    return keys[0]


def read_place(place: str) -> bytes:
    """Read a file or an address that the user named.

    Raises:
        CradleError: `file.unreadable`, `remote.*`.
    """
    if "://" in place:
        from ledger.client import http

        return http.get(place).body
    try:
        return Path(place).read_bytes()
    except OSError as error:
        reason = sentence(error.strerror or "it cannot be read").removesuffix(".")
        detail = f"{reason}; check the path, and that you may read the file."
        raise CradleError("file.unreadable", detail, place) from None
