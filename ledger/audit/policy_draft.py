"""A draft of a policy from a bundle, for a reader without another source.

A bundle does not vouch for itself. The log keys come from the caller, and the draft is marked as `unconfirmed`: under
it no bundle is verified until the reader has confirmed each line by another way and deleted the mark.
"""

from collections.abc import Iterator

from ledger.audit.bundle.model import Bundle
from ledger.audit.bundle.open_bundle import open_container, read_files
from ledger.audit.findings import Findings
from schemas.errors import CradleError, sentence
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation
from schemas.signed.delivery import Delivery
from schemas.signed.participant import Participant
from schemas.signed.policy import LogKeys, Policy

UNCONFIRMED = (
    "Registrars, auditors, rulebooks and factor sets are those of a bundle. Confirm each by another way, then delete"
    " this line."
)


def draft_policy(data: bytes, logs: LogKeys) -> Policy:
    """Draft the policy under which a bundle could be verified.

    Args:
        data: the bundle.
        logs: the keys of both logs, from another source than the bundle.

    Raises:
        CradleError: the first finding on the files, or `policy.draft` if the bundle states no figure.
    """
    findings = Findings()
    files = open_container(data, findings)
    bundle = Bundle.empty() if files is None else read_files(files, (), findings)
    for finding in findings.listed(None):
        raise CradleError(finding.code, sentence(finding.detail), finding.subject)
    methods = list(_methods(bundle))
    registrations = {signed.id: participant for signed, participant in bundle.of(Participant)}
    if not methods or not registrations:
        detail = "The bundle states no figure; name the bundle of a calculation, a declaration or a delivery."
        raise CradleError("policy.draft", detail, "bundle")
    return Policy(
        unconfirmed=UNCONFIRMED,
        origin=next(iter(registrations.values())).origin,
        logs=logs,
        quorum=0,
        registrars=tuple(
            sorted({participant.registrar or name for name, participant in registrations.items()})
        ),
        auditors=tuple(sorted({attestation.issuer for _, attestation in bundle.of(Attestation)})),
        rulebooks=tuple(sorted({rulebook for rulebook, _ in methods})),
        factor_sets=tuple(sorted({name for _, sets in methods for name in sets})),
        oldest_registry_size=1,
    )


def _methods(bundle: Bundle) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rulebook and factor sets of each calculation; of a bundle without one, of each figure of a delivery."""
    calculations = [calculation for _, calculation in bundle.of(Calculation)]
    figures = [row.figure for _, row in bundle.of(Delivery) if row.figure is not None]
    for figure in calculations or figures:
        yield figure.rulebook, figure.factor_sets
