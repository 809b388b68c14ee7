"""The demo's documents: what a manufacturer would file, marked on every page as the study that it is."""

from collections.abc import Mapping
from pathlib import Path

from ledger.cli.demonstration.chain import Chain
from ledger.cli.demonstration.outcome import Outcome
from ledger.cli.terminal.display import console
from ledger.cli.terminal.documents import declaration_files, write_files
from ledger.service.answers.declaration import declaration_document
from ledger.service.answers.study import build_study


def write_documents(chain: Chain, outcome: Outcome, folder: Path) -> dict[str, str]:
    """Write the documents in English; the absolute path of each by its name."""
    subject = outcome.declaration or outcome.calculation_id
    document = declaration_document(chain.ledger, subject)
    study = build_study(chain.ledger, outcome.calculation_id, "public")
    return write_files(declaration_files(folder, document, study, "en"))


def print_documents(documents: Mapping[str, str]) -> None:
    """Print where the documents are."""
    if documents:
        folder = Path(next(iter(documents.values()))).parent
        console.print(f"{'documents':<14} {folder}: {', '.join(documents)}", markup=False)
