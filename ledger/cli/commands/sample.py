"""`cradle sample`: the processes that an auditor examines, drawn from one file, offline.

As `cradle verify` it uses only the audit, and it exits with that command's status.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands.audit_input import BundleFile, OwnCopies, PolicyFile, read_input
from ledger.cli.terminal.display import Status
from ledger.cli.terminal.options import AsCsv, AsJson
from ledger.cli.terminal.page import show_report
from schemas.errors import CradleError

if TYPE_CHECKING:
    from ledger.audit.context import AuditContext
    from schemas.signed.sample import Sample


def command(
    bundle: BundleFile,
    policy: PolicyFile,
    nonce: Annotated[
        Path | None,
        typer.Option(
            help="The file of your commitment, as `cradle commit` wrote it. Default: the seed that the bundle's "
            "attestation reveals."
        ),
    ] = None,
    own: OwnCopies = [],  # noqa: B006 - typer copies the default
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Draw the sample of a calculation.

    Prints the seed, the quotas and the list: each process with its entry and rows, its site, its share of the figure
    and the depth to examine it at. The same bundle and seed give the same list on every machine. The exit status is
    that of `cradle verify`.

    Example: cradle sample audit.bundle --policy policy.toml --nonce auditor-keys/commitments/8e53141293f5.json
    """
    from ledger.audit.report.building import build_report
    from ledger.audit.report.sample_layout import layout_sample
    from ledger.audit.verifier import run_steps
    from ledger.cli.terminal.waiting import waiting

    given = read_input(bundle, policy, own, as_json=as_json)
    with waiting("recomputing"):
        context, findings = run_steps(given.bundle, given.accepted.policy, given.accepted.own)
    report = build_report(context, findings, given.accepted.digest)
    sample = attested(context) if nonce is None else committed(context, nonce)
    layout = partial(layout_sample, verdict=report.verdict, bundle=context.bundle)
    show_report(sample, layout, as_json=as_json, as_csv=as_csv)
    raise Status(report.exit_code)


def committed(context: "AuditContext", nonce: Path) -> "Sample":
    """The sample that an auditor's own commitment draws from a bundle.

    Raises:
        CradleError: `policy.log_keys`, `sample.no_figure`, `sample.receipt`, `sample.other`, or as
            `read_commitment`.
    """
    from ledger.audit.policy import log_key
    from ledger.audit.sample.comparison import population_in
    from ledger.audit.sample.seed import draw_with, seed_checkpoint
    from ledger.cli.terminal.commitment_file import read_commitment

    secret = read_commitment(nonce)
    key = log_key(context.policy, "entries")
    if key is None:
        detail = "The policy lacks the keys of the logs; take them from the operator's publication."
        raise CradleError("policy.log_keys", detail, "--policy")
    checkpoint = seed_checkpoint(secret, context.policy.origin, key)
    population = population_in(context)
    if population is None or context.view is None:
        raise _no_figure()
    return draw_with(secret, checkpoint, context.view.id, population)


def attested(context: "AuditContext") -> "Sample":
    """The sample that the attestation in a bundle reveals, drawn again.

    Raises:
        CradleError: `sample.none`, `sample.no_figure`.
    """
    from ledger.audit.sample.comparison import attested_sample, draw_again

    revealed_sample = attested_sample(context)
    if revealed_sample is None:
        detail = "The bundle has no attestation with a sample; name the file of your commitment."
        raise CradleError("sample.none", detail, "--nonce")
    sample = draw_again(context, revealed_sample)
    if sample is None:
        raise _no_figure()
    return sample


def _no_figure() -> CradleError:
    detail = (
        "The figure of a calculation could not be recomputed from this bundle; see `cradle verify`."
    )
    return CradleError("sample.no_figure", detail, "bundle")
