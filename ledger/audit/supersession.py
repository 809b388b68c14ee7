"""Step 11, rules of versions: a correction says the same thing anew, and only its issuer may.

An entry keeps site code, process and model; a delivery keeps recipient, use, product, unit, line and
the lineage of its entry; a site balance keeps its site. That the delivered lines stay is seen where
deliveries meet the newest version of their entry (step 9).
"""

from collections.abc import Iterator

from ledger.audit.bundle import Bundle, Signed
from ledger.audit.citations import first_version
from ledger.audit.findings import Findings, Nr
from ledger.footprint.graph import Problem
from schemas.delivery import Delivery, Withdrawal
from schemas.entry import Entry
from schemas.site_balance import SiteBalance

STEP = Nr.RULES


def check_versions(bundle: Bundle, findings: Findings) -> None:
    """Checks every statement in hand that replaces or withdraws another one in hand."""
    for signed in bundle.statements.values():
        old = bundle.statements.get(signed.old or "")
        if old is None:
            continue
        findings.checked(STEP)
        if signed.issuer != old.issuer:
            detail = f"only its issuer may correct or withdraw {old.id}"
            findings.contradict(STEP, Problem("supersedes.issuer", signed.id, detail))
        changed = ", ".join(_changed(bundle, old, signed))
        if changed:
            detail = f"it replaces {old.id}, and changes what a version keeps: {changed}"
            findings.contradict(STEP, Problem("supersedes.identity", signed.id, detail))


def _changed(bundle: Bundle, old: Signed, new: Signed) -> Iterator[str]:
    """What a version changes that it must keep."""
    was, now = old.statement, new.statement
    if isinstance(was, Entry) and isinstance(now, Entry):
        same = {
            "site.code": was.site.code == now.site.code,
            "process": was.process is now.process,
            "model": was.model == now.model,
        }
    elif isinstance(was, Delivery) and isinstance(now, Delivery):
        same = {
            "recipient": was.recipient == now.recipient,
            "use": was.use is now.use,
            "product": was.product == now.product,
            "unit": was.unit is now.unit,
            "line": was.line == now.line,
            "entry": first_version(bundle, was.entry) == first_version(bundle, now.entry),
        }
    elif isinstance(was, SiteBalance) and isinstance(now, SiteBalance):
        same = {"site": was.site == now.site}
    else:
        may_go = isinstance(was, Entry | Delivery | SiteBalance)
        same = {"kind": isinstance(now, Withdrawal) and may_go}
    return (name for name, kept in same.items() if not kept)
