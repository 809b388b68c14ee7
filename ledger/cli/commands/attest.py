"""`cradle attest`: an auditor's statement on a calculation or a delivery, after verifying its bundle.

For a delivery the auditor may have the supplier's own bundle, which withholds what others delivered. If other auditors
have attested all withheld parts, and the auditor accepts that with `--rest-on-others`, the statement names them.

Choices are settled by their ids alone (`--settle`, or a file of them), by evidence that is named. Recomputing alone is
agreed-upon procedures; assurance needs evidence (`ledger.rules.attestation`).

An auditor that has committed to a sample of the calculation states it with `--sample`: the list is drawn from the same
bundle, and the nonce is revealed.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands.judged_bundle import judge, subject_of, verdict_of
from ledger.cli.terminal.attestation_words import given, of_goods, require_level, require_words
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
from ledger.cli.terminal.page import print_aside
from schemas.errors import CradleError

NAMED = 5
"""The largest number of changes that a refusal names."""

if TYPE_CHECKING:
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
        str,
        typer.Option(
            help="The level: agreed_upon_procedures for a recomputation, limited or reasonable assurance by evidence."
        ),
    ] = "agreed_upon_procedures",
    materiality: Annotated[
        str, typer.Option(help="The materiality threshold, per cent of the total.")
    ] = "5",
    depth: Annotated[
        str,
        typer.Option(
            help="The depth of the examination: recomputed, sampled, site_visit or documents."
        ),
    ] = "recomputed",
    settle: Annotated[
        list[str],
        typer.Option(
            metavar="CHOICE=DEPTH[,DOCUMENT...]",
            help="A choice of the report that holds as stated, the depth (documents or site_visit), and the documents:"
            " digests or files. May be repeated. Without documents: those that the statement names by digest.",
        ),
    ] = [],  # noqa: B006 - typer copies the default
    settle_file: Annotated[
        Path | None,
        typer.Option(
            help="The choices that hold as stated, TOML, with what explains a missing mass: a form that"
            " `cradle plan --settle-file` makes."
        ),
    ] = None,
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
    from ledger.cli.commands.settling import sealed_choices, settlements
    from ledger.cli.keys.identity import fresh, load_identity
    from ledger.cli.terminal.confirmation import confirm
    from ledger.state.drafting import Draft
    from ledger.trust.canonical import canonical
    from schemas.signed.attestation import Attestation

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
        listed = settlements(settle, settle_file)
        require_words(members, depth, sample, settles=bool(listed))
        judged = judge(bundle, policy, delivery, rest_on_others=rest_on_others)
        report = judged.report
        if not quiet:
            print_aside(layout_findings(report))
        sealed = sealed_choices(report, listed, settle_file, signer.id)
        verdict = verdict_of(judged, depth, sample, sealed.digests)
        of, subject = subject_of(report)
        require_current(report, changes_since(backend, subject), stale=allow_stale)
        confirm(f"Sign that this {of} is verified?", silent=yes or quiet or as_json)
        attestation = Attestation.parse(canonical(members | verdict))
        require_level(attestation)
        draft = Draft(attestation, sealed.documents)
        show_receipt(send(backend, signer, draft), as_json=as_json, quiet=quiet)


def changes_since(backend: "LedgerDesk", subject: str) -> Sequence[str]:
    """The changes behind a figure since it was computed; a remark if this login may not see them."""
    changes = backend.changes_behind(subject)
    if changes is None:
        detail = "this login may not see whether the figure has changed since"
        print_aside(rows=[("remark", detail)])
    return changes or ()


def require_current(report: "Report", changes: Sequence[str], *, stale: bool = False) -> None:
    """Refuse a figure that is out of date.

    Args:
        report: of the bundle, which may show changes itself.
        changes: the changes that the ledger has recorded.
        stale: the auditor attests it as it is.

    Raises:
        CradleError: `attestation.stale`, with the first changes.
    """
    reasons = list(changes)
    if report.is_changed and not reasons:
        reasons = [
            row.detail.removesuffix(".") for row in report.findings if row.code.endswith(".stale")
        ]
    if reasons and not stale:
        more = "" if len(reasons) <= NAMED else f", and {len(reasons) - NAMED} more changes"
        detail = (
            f"The figure rests on statements that have changed since: {'; '.join(reasons[:NAMED])}{more}."
            " Ask for a new one, or attest it as it is with --allow-stale."
        )
        raise CradleError("attestation.stale", detail, "--bundle")
