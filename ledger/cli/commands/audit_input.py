"""The files that an auditor names for a verification, read before anything is judged."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import Status, print_error
from ledger.cli.terminal.files import read_file
from schemas.errors import CradleError

if TYPE_CHECKING:
    from schemas.signed.policy import Policy

BAD_POLICY = 3
"""The exit status of an unreadable file or policy: no verdict."""

BundleFile = Annotated[Path, typer.Argument(help="The bundle file.")]
PolicyFile = Annotated[
    Path,
    typer.Option(help="Your policy file, TOML: the keys, auditors and methods that you accept."),
]
OwnCopies = Annotated[
    list[Path],
    typer.Option(
        "--with",
        help="Your copy of a factor set whose licence forbids passing it on; may be repeated.",
    ),
]


@dataclass(frozen=True, slots=True)
class Accepted:
    """An auditor's policy with the digest of its file, and own copies of factor sets."""

    policy: "Policy"
    digest: str
    own: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class AuditInput:
    """A bundle, and what it is verified under."""

    bundle: bytes
    accepted: Accepted


@contextmanager
def without_verdict(*, as_json: bool) -> Iterator[None]:
    """Print a refusal and exit with 3, because 1 would be a verdict on the bundle.

    Raises:
        Status: 3, in place of a refusal.
    """
    try:
        yield
    except CradleError as error:
        print_error(error, as_json=as_json)
        raise Status(BAD_POLICY) from None


def read_input(bundle: Path, policy: Path, own: list[Path], *, as_json: bool) -> AuditInput:
    """Read the files; an unreadable one is printed as an error.

    Raises:
        Status: 3, if a file cannot be read.
    """
    with without_verdict(as_json=as_json):
        return AuditInput(read_file(bundle), read_accepted(policy, own))


def read_accepted(policy: Path, own: list[Path]) -> Accepted:
    """Read the files that bundles are verified under.

    Raises:
        CradleError: `file.unreadable`, `policy.*`, or the rules of a factor set.
    """
    from ledger.audit.policy import parse_policy
    from ledger.trust.leaves import digest, model_bytes
    from schemas.signed.rulebook import FactorSet

    policy_bytes = read_file(policy)
    copies = tuple(model_bytes(FactorSet.parse(read_file(file))) for file in own)
    return Accepted(parse_policy(policy_bytes), digest(policy_bytes), copies)
