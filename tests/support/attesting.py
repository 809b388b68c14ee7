"""An attestation as a value, and an audit with its report, for tests of the rules and of the report."""

from collections.abc import Mapping

from support.graph import NONCE, ORIGIN, firm, ident
from support.verdicts import NO_FILE

from ledger.audit.bundle.container import pack
from ledger.audit.context import AuditContext
from ledger.audit.report.building import build_report
from ledger.audit.verifier import run_steps
from schemas.signed.attestation import Attestation
from schemas.signed.policy import Policy
from schemas.views.report import Report


def attestation(**members: object) -> Attestation:
    """An auditor's attestation of the calculation."""
    usual = {
        "origin": ORIGIN,
        "issuer": firm("auditor"),
        "calculation": ident("calculation"),
        "bundle": ident("bundle"),
        "policy": ident("policy"),
        "findings": ident("findings"),
        "scope": "everything",
        "level": "agreed_upon_procedures",
        "materiality": "5",
        "depth": {"default": "recomputed"},
        "outcome": "verified",
        "nonce": NONCE,
    }
    return Attestation.model_validate({**usual, **members}, strict=False)


def audited(files: Mapping[str, bytes], policy: Policy) -> tuple[AuditContext, Report]:
    """The results of all steps on a bundle, and the report."""
    context, findings = run_steps(pack(files), policy)
    return context, build_report(context, findings, NO_FILE)
