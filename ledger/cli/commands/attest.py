"""`cradle attest`: an auditor's statement on a calculation or a delivery, after verifying its bundle.

For a delivery the auditor may have the supplier's own bundle, which withholds what others delivered. If other auditors
have attested all withheld parts, and the auditor accepts that with `--rest-on-others`, the statement names them.

An auditor that has committed to a sample of the calculation states it with `--sample`: the list is drawn from the same
bundle, and the nonce is revealed.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ledger.cli.terminal.attestation_words import given, of_goods, require_words
from ledger.cli.terminal.display import Status
from ledger.cli.terminal.ids import beginning_with, complete_id
from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    AsJson,
    IdentityFolder,
    LedgerFolder,
    Quiet,
    Yes,
    show_receipt,
)
from ledger.cli.terminal.page import print_aside, print_page
from schemas.errors import CradleError

NAMED = 5
"""The largest number of changes that a refusal names."""

if TYPE_CHECKING:
    from ledger.audit.context import AuditContext
    from ledger.client.ledger_desk import LedgerDesk
    from schemas.views.report import Report


def command(
    bundle: Annotated[Path, typer.Option(help="The audit bundle of the calculation or delivery.")],
    policy: Annotated[Path, typer.Option(help="Your policy file, TOML.")],
    scope: Annotated[str, typer.Option(help="What you examined, in one line.")],
    delivery: Annotated[
        str | None,
        typer.Option(help="Refuse unless the bundle is about the delivery with this id."),
    ] = None,
    rest_on_others: Annotated[
        bool,
        typer.Option(
            "--rest-on-others",
            help="Attest a delivery whose withheld parts other auditors have attested.",
        ),
    ] = False,
    level: Annotated[
        str, typer.Option(help="The level of assurance: limited or reasonable.")
    ] = "limited",
    materiality: Annotated[
        str, typer.Option(help="The materiality threshold, per cent of the total.")
    ] = "5",
    depth: Annotated[
        str,
        typer.Option(
            help="The depth of the examination: recomputed, sampled, site_visit or documents."
        ),
    ] = "recomputed",
    sample: Annotated[
        Path | None,
        typer.Option(
            help="The file of your commitment, as `cradle commit` wrote it: reveals its nonce and states the sample."
        ),
    ] = None,
    standard: Annotated[
        str | None, typer.Option(help="The standard of the examination, such as ISO 14064-3:2019.")
    ] = None,
    independence: Annotated[
        str | None, typer.Option(help="Your statement on your independence, in one line.")
    ] = None,
    notified_body: Annotated[
        str | None, typer.Option(help="Your number as a notified body, four digits.")
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="The day of the statement, as YYYY-MM-DD.")
    ] = None,
    valid_until: Annotated[
        str | None,
        typer.Option(help="The last day of its validity, at most three years after the day."),
    ] = None,
    quantity: Annotated[
        list[str],
        typer.Option(
            help="For goods of a delivery at the carbon border: see (emissions) or sefa (free allocation);"
            " may be repeated. Needs --made-from, --made-until and --accreditation."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    made_from: Annotated[
        str | None, typer.Option(help="The first day on which the goods were made, YYYY-MM-DD.")
    ] = None,
    made_until: Annotated[
        str | None, typer.Option(help="The day after the last on which they were made.")
    ] = None,
    accreditation: Annotated[
        str | None, typer.Option(help="Your accreditation as a verifier: body and number.")
    ] = None,
    allow_stale: Annotated[
        bool,
        typer.Option(
            "--allow-stale",
            help="Attest although something behind the figure was replaced or withdrawn since.",
        ),
    ] = False,
    yes: Yes = False,
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Verify a bundle and sign an attestation.

    The bundle is verified under your policy. If it passes, its findings are shown, and your statement on its
    calculation or delivery is signed and submitted. If not, the report is printed and the exit status is that of
    `cradle verify`. A figure that the ledger has changed since is refused without `--allow-stale`.

    Example: cradle attest --bundle audit.bundle --policy policy.toml --scope "All signed data, recomputed"
    """
    from ledger.audit.report.layout import layout_findings
    from ledger.cli.backend.select import select_backend
    from ledger.cli.backend.sending import send
    from ledger.cli.keys.identity import fresh, load_identity
    from ledger.cli.terminal.confirmation import confirm
    from ledger.state.drafting import Draft
    from ledger.trust.canonical import canonical
    from ledger.trust.leaves import digest, model_bytes
    from schemas.signed.calculation import Attestation

    signer = load_identity(identity)
    members: dict[str, object] = {
        "issuer": signer.id,
        "scope": scope,
        "level": level,
        "materiality": materiality,
        "outcome": "verified",
        "nonce": fresh(),
        **given(
            standard=standard,
            independence=independence,
            notified_body=notified_body,
            date=date,
            valid_until=valid_until,
        ),
        **of_goods(quantity, made_from, made_until, accreditation),
    }
    with select_backend(ledger) as backend:
        members["origin"] = backend.origin()
        require_words(members, depth, sample)
        judged = judge(bundle, policy, delivery, rest_on_others=rest_on_others)
        report = judged.report
        if not quiet:
            print_aside(layout_findings(report))
        of = "delivery" if report.calculation is None else "calculation"
        verdict = {
            of: str(report.calculation or report.subject),
            "bundle": report.bundle,
            "policy": report.policy,
            "findings": digest(model_bytes(report)),
            "depth": {"default": depth, "exceptions": rested_on(report)},
        }
        if sample is not None:
            verdict["sample"] = sample_from(judged.context, sample)
        changes = changes_since(backend, str(verdict[of]))
        if not allow_stale:
            require_current(report, changes)
        confirm(f"Sign that this {of} is verified?", silent=yes or quiet or as_json)
        attestation = Attestation.parse(canonical(members | verdict))
        show_receipt(send(backend, signer, Draft(attestation)), as_json=as_json, quiet=quiet)


def changes_since(backend: "LedgerDesk", subject: str) -> Sequence[str]:
    """The changes behind a figure since it was computed; a remark if this login may not see them."""
    changes = backend.changes_behind(subject)
    if changes is None:
        detail = "this login may not see whether the figure has changed since"
        print_aside(rows=[("remark", detail)])
    return changes or ()


class Judged(NamedTuple):
    """A bundle that may be attested: its report, and the results of its audit."""

    report: "Report"
    context: "AuditContext"


def judge(bundle: Path, policy: Path, delivery: str | None, *, rest_on_others: bool) -> Judged:
    """The result of a bundle that may be attested; any other one is printed.

    Raises:
        Status: of a bundle that was not verified.
        CradleError: `file.unreadable`, `policy.*`, or as `require_about`.
    """
    from ledger.audit.policy import parse_policy
    from ledger.audit.report.building import build_report
    from ledger.audit.report.layout import layout_report
    from ledger.audit.verifier import run_steps
    from ledger.cli.terminal.files import read_file
    from ledger.cli.terminal.waiting import waiting
    from ledger.trust.leaves import digest

    content = read_file(policy)
    with waiting("verifying"):
        context, findings = run_steps(read_file(bundle), parse_policy(content))
        report = build_report(context, findings, digest(content))
    require_about(report, delivery)
    rests = rest_on_others and report.calculation is None and report.verdict == "attested"
    if report.exit_code != 0 and not rests:
        print_page(layout_report(report))
        raise Status(report.exit_code)
    return Judged(report, context)


def sample_from(context: "AuditContext", file: Path) -> dict[str, object]:
    """The sample that a commitment draws from the attested bundle, with the revealed nonce.

    Raises:
        CradleError: as `committed`.
    """
    from ledger.audit.sample.seed import reveal
    from ledger.cli.commands.sample import committed
    from ledger.cli.terminal.commitment_file import read_commitment

    return reveal(committed(context, file), read_commitment(file).nonce).to_json()


def require_about(report: "Report", delivery: str | None) -> None:
    """Refuse a bundle that is not about the named delivery.

    Raises:
        CradleError: `attestation.other`, or as `complete_id`.
    """
    if delivery is None:
        return
    subjects = () if report.subject is None else (report.subject,)
    named = complete_id(delivery, lambda digits: beginning_with(digits, subjects), "--delivery")
    if report.calculation is not None or report.subject != named:
        detail = f"The bundle is about {report.calculation or report.subject}; name its delivery."
        raise CradleError("attestation.other", detail, "--delivery")


def require_current(report: "Report", changes: Sequence[str]) -> None:
    """Refuse a figure whose basis has changed since it was computed.

    Args:
        report: of the bundle, which may show changes itself.
        changes: the changes that the ledger has recorded.

    Raises:
        CradleError: `attestation.stale`, with the first changes.
    """
    reasons = list(changes)
    if report.is_changed and not reasons:
        reasons = [
            row.detail.removesuffix(".") for row in report.findings if row.code.endswith(".stale")
        ]
    if reasons:
        more = "" if len(reasons) <= NAMED else f", and {len(reasons) - NAMED} more changes"
        detail = (
            f"The figure rests on statements that have changed since: {'; '.join(reasons[:NAMED])}{more}."
            " Ask for a new one, or attest it as it is with --allow-stale."
        )
        raise CradleError("attestation.stale", detail, "--bundle")


def rested_on(report: "Report") -> list[dict[str, str]]:
    """The deliveries whose figures other auditors have attested, as exceptions of the depth."""
    rows = (row for row in report.basis or () if row.basis == "attested")
    named = sorted(delivery for row in rows for delivery in row.deliveries)
    return [{"statement": delivery, "depth": "attested"} for delivery in named]
