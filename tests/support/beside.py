"""A declared battery with its audit bundle, and the documents that the ledger writes of it, as a reader has them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from support.ledger_battery import DIGEST, BatteryChain, battery_chain, freight, power
from support.ledger_declared import IN_FORCE, calculate, declare
from support.ledger_world import made
from support.ledger_world import replacing as _replacing

from ledger.audit.context import AuditContext
from ledger.audit.report.building import build_report
from ledger.audit.report.documents import with_documents
from ledger.audit.verifier import run_steps
from ledger.bundles.export import export_bundle
from ledger.cli.terminal.documents import declaration_files, with_page
from ledger.documents.page import to_bytes
from ledger.documents.rendering.formats import render_as
from ledger.documents.study.layout import layout_study
from ledger.exchange.comparison.documents import DocumentFile, compare_documents
from ledger.exchange.comparison.pdf_reading import read_pdf
from ledger.service.answers.declaration import declaration_document
from ledger.service.answers.study import build_study
from ledger.translations.languages import Language
from ledger.trust.leaves import digest, model_bytes
from schemas.signed.calculation import Exclusion
from schemas.signed.participant import BusinessDetails
from schemas.signed.policy import Policy
from schemas.views.compared_document import ComparedDocument
from schemas.views.report import Report
from schemas.vocabulary import Audience, ProcessCode, Stage

replacing = _replacing
PAGE = "https://ledger.example/declarations/1"
DETAILS = BusinessDetails(address="Example Street 1", contact="https://example.com", trade_name="X")
ADDED: Mapping[str, str] = {str(digit): str((digit + 1) % 10) for digit in range(10)}


@dataclass(frozen=True)
class Beside:
    """A battery of a ledger, its bundle as an auditor has verified it, and the documents of it."""

    chain: BatteryChain
    calculation: str
    declaration: str
    context: AuditContext
    bundle: bytes
    policy: Policy
    written: dict[tuple[str, str | None], dict[str, bytes]] = field(default_factory=dict)

    def files(self, language: Language = "en", page: str | None = None) -> dict[str, bytes]:
        """The documents in a language, by name: as `cradle documents` writes them, and the full study."""
        if (language, page) not in self.written:
            self.written[language, page] = self._write(language, page)
        return self.written[language, page]

    def _write(self, language: Language, page: str | None) -> dict[str, bytes]:
        ledger = self.chain.world.ledger
        document = with_page(declaration_document(ledger, self.declaration), page)
        study = build_study(ledger, self.calculation, "public")
        made_of = declaration_files(Path(), document, study, language)
        found = {path.name: data for path, data in made_of.items()}
        for reader in ("issuer", "everything"):
            full = build_study(ledger, self.calculation, reader)
            data, laid_out = to_bytes(full), layout_study(full, language)
            for form in ("json", "html", "md"):
                found[f"{reader}.{form}"] = render_as(form, data, laid_out)
        return found

    def compare(self, data: bytes) -> ComparedDocument:
        """Compare one file with the bundle."""
        (found,) = compare_documents(self.context, [DocumentFile("beside", data)], read_pdf)
        return found

    def report(self, *files: bytes) -> Report:
        """The report on the bundle with these files beside it."""
        context, findings = run_steps(self.bundle, self.policy)
        named = [DocumentFile(f"file {at}", data) for at, data in enumerate(files)]
        report = build_report(context, findings, digest(model_bytes(self.policy)))
        return with_documents(report, compare_documents(context, named, read_pdf))


def states(document: ComparedDocument) -> dict[str, int]:
    """The number of values in each state."""
    return {row.state: row.count for row in document.counts}


def policy_of(chain: BatteryChain, rulebook: str) -> Policy:
    """A policy that accepts what the chain rests on."""
    return chain.world.policy(rulebook, chain.factors, chain.auditor.id)


def lot(chain: BatteryChain, number: int, kwh: str) -> str:
    """Ten more packs, of a product of their own; the entry's id."""
    line = [made(chain.plant, product=f"urn:test:lot-{number}", batteries=10)]
    inputs = [power(kwh, Stage.MAIN_PRODUCTION), freight("10")]
    parts = {"inputs": inputs, "process": ProcessCode.PACK, "model": "urn:test:model:1"}
    return chain.world.enter(chain.plant, line, **parts)


@contextmanager
def beside(folder: Path) -> Iterator[Beside]:
    """A declared battery of which three lots are counted and one is excluded, under law in force."""
    with battery_chain(folder / "ledger") as chain:
        for number, kwh in enumerate(("50", "60")):
            lot(chain, number, kwh)
        excluded = Exclusion(entry=lot(chain, 9, "900"), reason="prototype 7")
        calculation = calculate(
            chain, exclusions=(excluded,), rulebook=chain.world.ledger.keep(IN_FORCE)
        )
        name = declare(chain, calculation, details=DETAILS, town="Exampletown 12")
        yield verified(chain, calculation, name, chain.world.ledger.keep(IN_FORCE))


def verified(
    chain: BatteryChain,
    calculation: str,
    subject: str,
    rulebook: str,
    audience: Audience = Audience.AUDITOR,
) -> Beside:
    """The bundle of a statement, verified."""
    policy = policy_of(chain, rulebook)
    bundle = export_bundle(chain.world.ledger, subject, audience)
    context, _ = run_steps(bundle, policy)
    return Beside(chain, calculation, subject, context, bundle, policy)


def altered(text: str, last: bool = False) -> str:  # noqa: FBT001, FBT002 - which digit
    """A text with its first or last digit changed; one without a digit with a letter more."""
    found = [*re.finditer("[0-9]", text)]
    if not found:
        return f"{text}x"
    at = found[-1 if last else 0].start()
    return f"{text[:at]}{ADDED[text[at]]}{text[at + 1 :]}"


__all__ = ["DIGEST"]
