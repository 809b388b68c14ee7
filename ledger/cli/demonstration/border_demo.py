"""The demo of a good at the carbon border: deliveries that a verifier attests, one by one, and the import at their end.

A verifier recomputes each delivery's bundle before it attests it, as `cradle attest` does. The importer registers, is
delivered the good, and the operator writes the bundle of that delivery; a copy with one changed digit must be refused.
What nobody verified counts by default, and the result says for which goods.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ledger.bundles.export import export_bundle
from ledger.cli.demonstration.chain import Chain
from ledger.cli.demonstration.outcome import send, tamper, verify_file, write_policy
from ledger.cli.keys.identity import Identity, fresh
from ledger.cli.terminal.display import console
from ledger.cli.terminal.files import write_file
from ledger.cli.terminal.page import print_blocks
from ledger.documents.reports.border import goods_blocks, import_blocks
from ledger.exchange.case_settings import Border
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.trade.cbam.certificates import Certificate, assumptions, importer_view
from ledger.service.answers.border_answer import border_report
from ledger.state.border_graph import BorderRequest
from ledger.state.drafting import Draft
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.signed.attestation import Attestation, Depth
from schemas.signed.cbam_good import VerifiedQuantity
from schemas.signed.participant import Profile
from schemas.views.cbam_import import CbamImport
from schemas.views.cbam_result import CbamReport, CbamResult
from schemas.views.report import Report
from schemas.vocabulary import Role, Use

ACCREDITATION = "DEMO-0000: no accreditation exists"


@dataclass(frozen=True)
class BorderOutcome:
    """The result: the quantities of every good of the chain, the import, and the bundle of its delivery."""

    results: tuple[CbamResult, ...]
    imported: CbamImport
    delivery: str
    bundle: Path
    policy: Path
    report: Report
    tampered_report: Report


def verifying(chain: Chain, border: Border, folder: Path) -> Callable[[str, str], None]:
    """Register a verifier; the returned function has it attest a delivery of an output."""
    profile = Profile(legal_name="Demo Verifier", country="DE")
    verifier = chain.register(chain.folder / "verifier", profile, (Role.AUDITOR,))
    policy = write_policy(chain, verifier, folder / "policy.toml")

    def attest(output: str, delivery: str) -> None:
        if chain.plan.case.lines[output].cn is None or output in border.unverified:
            return
        path = folder / "to-attest.bundle"
        write_file(path, export_bundle(chain.ledger, delivery), private=True)
        report = verify_file(path, policy)
        if report.exit_code:
            first = report.findings[0]
            raise CradleError(first.code, f"{first.detail.capitalize()}.", first.subject)
        only = output in border.emissions_only
        quantities: tuple[VerifiedQuantity, ...] = ("see",) if only else ("see", "sefa")
        send(chain, verifier, Draft(_attestation(chain, verifier, delivery, quantities, report)))
        chain.advance(f"attested {output}")

    return attest


def _attestation(
    chain: Chain,
    verifier: Identity,
    delivery: str,
    quantities: tuple[VerifiedQuantity, ...],
    report: Report,
) -> Attestation:
    return Attestation(
        origin=chain.ledger.origin,
        issuer=verifier.id,
        delivery=delivery,
        bundle=report.bundle,
        policy=report.policy,
        findings=digest(model_bytes(report)),
        scope="The demo's goods at the carbon border, as after a visit: all signed data, recomputed",
        level="reasonable",
        materiality="5",
        depth=Depth(default="site_visit"),
        outcome="verified",
        quantities=quantities,
        period=chain.period,
        accreditation=ACCREDITATION,
        nonce=fresh(),
    )


def import_good(chain: Chain, border: Border, folder: Path) -> BorderOutcome:
    """Deliver the good to its importer, compute what the importer declares, and verify the bundle of the delivery."""
    profile = Profile(legal_name=border.importer, country=border.country)
    importer = chain.register(chain.folder / "importer", profile, (Role.SUPPLIER,))
    kilograms = format_decimal(border.tonnes.scaleb(3))
    delivery = chain.deliver_to(importer.id, border.site, Use.PHYSICAL, kilograms)
    bundle, tampered = folder / "import.bundle", folder / "tampered.bundle"
    write_file(bundle, export_bundle(chain.ledger, delivery), private=True)
    write_file(tampered, tamper(bundle.read_bytes()), private=True)
    policy = folder / "policy.toml"
    chain.advance("verified the import and a tampered copy")
    reports = goods(chain, border)
    last = reports[border.site]
    price = Certificate(border.certificate_eur, border.certificate_day)
    imported = importer_view(last.goods, border.tonnes, price, assumptions(last, price))
    return BorderOutcome(
        results=tuple(row for report in reports.values() for row in report.goods),
        imported=imported,
        delivery=delivery,
        bundle=bundle,
        policy=policy,
        report=verify_file(bundle, policy),
        tampered_report=verify_file(tampered, policy),
    )


def goods(chain: Chain, border: Border) -> dict[str, CbamReport]:
    """The goods of every site of the chain that makes one, suppliers first."""
    request = BorderRequest(border.year, border.cscf)
    sites = [site for site in chain.plan.order if chain.plan.case.sites[site].cn is not None]
    return {
        site: border_report(chain.ledger, chain.entries[site], chain.factor_sets, request)
        for site in sites
    }


def is_proven(outcome: BorderOutcome) -> bool:
    """True if the bundle of the import was verified, and its tampered copy refused."""
    return outcome.report.exit_code == 0 and outcome.tampered_report.exit_code != 0


def print_border(outcome: BorderOutcome | None) -> None:
    """Print the goods of an import and its certificates; nothing of a case without one."""
    if outcome is not None:
        print_blocks((*goods_blocks(outcome.results), *import_blocks(outcome.imported)))
        verdict = "verified" if is_proven(outcome) else "not verified"
        console.print(f"{'bundle':<14} {outcome.bundle}, {verdict}", markup=False)


def border_to_json(outcome: BorderOutcome | None) -> dict[str, object]:
    """The result for a program: per tonne, as strings; empty for a case without an import."""
    if outcome is None:
        return {}
    names = (
        "see_direct",
        "see_indirect",
        "embedded_electricity",
        "default_share",
        "sefa",
        "net",
    )
    return {
        "cbam": [
            {"site": row.site, "cn": row.cn, "year": row.year}
            | {name: getattr(row, name) for name in names}
            | {"carbon_prices": [paid.to_json() for paid in row.carbon_prices]}
            for row in outcome.results
        ],
        "import": outcome.imported.to_json(),
        "bundle": str(outcome.bundle.resolve()),
        "policy": str(outcome.policy.resolve()),
        "verified": outcome.report.exit_code == 0,
        "tampered_refused": outcome.tampered_report.exit_code != 0,
        "findings": [{"code": row.code, "subject": row.subject} for row in outcome.report.findings],
    }
