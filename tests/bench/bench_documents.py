"""Seconds for all documents of one declaration of the demo's kind, beside typst's own time.

    PYTHONPATH=tests python tests/bench/bench_documents.py [DECLARATIONS]

The demo's ledger gets one calculation for each declaration, every one with another capacity, so that each is evaluated
again. Of each the declaration and the public study are built and rendered in all formats. Typst's own time is that of
its compiler on the same two pages. Medians over all declarations.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import ClassVar

import typst
from support.command import cradle

from ledger.append.ledger import Ledger
from ledger.append.submit import submit
from ledger.cli.backend.folder import open_ledger
from ledger.cli.keys.identity import fresh, load_identity
from ledger.cli.terminal.documents import declaration_files
from ledger.service.answers.calculate import build_calculation
from ledger.service.answers.declaration import declaration_document
from ledger.service.answers.study import build_study
from ledger.state.drafting import sign_draft
from ledger.state.evaluation import evaluate_stated
from ledger.store.statements import ids_of_kind
from schemas.exchanged.calculation_request import CalculationRequest, Treatment
from schemas.signed.calculation import Composition
from schemas.signed.statement import SectionName


class TimedCompiler:
    """Typst's compiler; the time of every compilation is added to the last number of `spent`."""

    spent: ClassVar[list[float]] = []
    real: ClassVar[type] = typst.Compiler

    def __init__(self, **named: object) -> None:
        self._own = self.real(**named)

    def compile(self, **named: object) -> object:
        """Compile, and add the time."""
        began = perf_counter()
        try:
            return self._own.compile(**named)
        finally:
            self.spent[-1] += perf_counter() - began


def calculations(ledger: Ledger, folder: Path, count: int) -> Iterator[str]:
    """Submit calculations of the demo's battery that differ in capacity; yield their ids."""
    manufacturer = load_identity(folder / "participants" / "S31")
    with ledger.view() as view:
        (first,) = ids_of_kind(view.connection, "calculation")
        stated, _ = evaluate_stated(view, first)
        rows = view.section(stated, SectionName.COMPOSITION, Composition).rows
    ends = tuple(Treatment(delivery=row.delivery) for row in rows if row.delivery is not None)
    members = CalculationRequest.model_fields.keys() & type(stated).model_fields.keys()
    kept = {name: getattr(stated, name) for name in members - {"supersedes"}}
    request = CalculationRequest(**kept, end_of_life=ends)
    for number in range(count):
        asked = request.model_copy(update={"capacity_kwh": f"{75 + number}"})
        draft = build_calculation(ledger, asked, fresh)
        yield submit(ledger, sign_draft(draft, [manufacturer.working])).id


def main(count: int) -> None:
    """Write the documents and print the times."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        assert cradle("demo", "--dir", folder).code == 0
        with open_ledger(folder / "ledger") as ledger:
            names = list(calculations(ledger, folder, count))
            whole, spent = [], TimedCompiler.spent
            typst.Compiler = TimedCompiler
            for name in names:
                spent.append(0)
                began = perf_counter()
                document = declaration_document(ledger, name)
                study = build_study(ledger, name, "public")
                files = declaration_files(Path(place), document, study, "en")
                whole.append(perf_counter() - began)
        size = sum(map(len, files.values()))
    own, set_pages = median(whole), median(spent)
    print(f"{count} declarations, {len(files)} files of {size / 1000:.0f} kB each")
    print(f"all documents of one declaration {own:.3f} s, typst's own part {set_pages:.3f} s")
    print(f"ratio {own / set_pages:.2f}; all {count} in {sum(whole):.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
