"""`cradle import`: from a received file to an entry that uses its figure."""

import json
from pathlib import Path

from support.command import cradle
from support.footprints import catena_x, file_of, pact_3
from support.ledger_cli import EXAMPLES, ledger, method, register


def begun(folder: Path) -> Path:
    """A new ledger with a supplier."""
    book = ledger(folder)
    register(folder, book, "cells", "supplier")
    return book


def test_the_row_that_is_printed_goes_into_a_draft(tmp_path: Path) -> None:
    """An entry with the file's row and its own amount is accepted, and the figure counts."""
    book, received = begun(tmp_path), tmp_path / "housing.json"
    received.write_bytes(file_of(pact_3()))
    told = json.loads(cradle("import", received, "--ledger", book, "--json").out)
    assert (told["format"], told["company"]) == ("pact-3", "Housings Example AB")
    assert told["remarks"] == []
    draft = json.loads((EXAMPLES / "cell-entry.json").read_text())
    draft["inventory"]["inputs"] = [{**told["row"], "amount": "1000000"}]
    (tmp_path / "draft.json").write_text(json.dumps(draft))
    identity = ("--identity", tmp_path / "cells", "--ledger", book)
    entry = cradle("submit", tmp_path / "draft.json", *identity, "--quiet").out.strip()
    added = cradle("factors", "add", EXAMPLES / "factors.json", "--ledger", book, "--quiet")
    figure = ("footprint", entry, *method(added.out.strip()), "--ledger", book)
    # 1,000,000 kg x 0.5 over 500,000 units, and the entry's other rows beside it.
    own = json.loads(cradle(*figure, "--json").out)["own"]
    assert {"stage": "raw_material", "group": "fossil", "sign": "burden", "value": "1"} in own


def test_what_a_person_reads(tmp_path: Path) -> None:
    """The output has the file's content, its inconsistencies, its admissibility, and the row."""
    book, received = begun(tmp_path), tmp_path / "part.json"
    status = ("pcfAssessmentAndMethodology", 0, "pcfAssessmentInformation", 0, "idAndVersion", 0)
    content = catena_x(pcfExcludingBiogenicUptake=3)
    received.write_bytes(file_of(content, ((*status, "status"), "Deprecated")))
    told = cradle("import", received, "--ledger", book).out
    found = [" ".join(line.split()) for line in told.splitlines()]
    assert "format catena-x-pcf-9" in found
    assert any("remark the file states pcfExcludingBiogenicUptake 3" in line for line in found)
    assert any("remark its issuer has deprecated it" in line for line in found)
    assert '"type": "external"' in told


def test_a_file_that_cannot_be_taken(tmp_path: Path) -> None:
    """The refusal names the member."""
    book, received = begun(tmp_path), tmp_path / "ethanol.json"
    received.write_bytes(file_of(pact_3(declaredUnitOfMeasurement="liter")))
    ran = cradle("import", received, "--ledger", book)
    assert ran.code == 1
    assert ran.err.startswith("refused: external.unit at pcf.declaredUnitOfMeasurement")


def test_what_a_careful_reader_finds_in_a_pact_footprint(tmp_path: Path) -> None:
    """Each finding has its code and member; an entry can use the figure all the same."""
    book, received = begun(tmp_path), tmp_path / "housing.json"
    faulty = pact_3(
        fossilGhgEmissions="2.0",
        pcfExcludingBiogenicUptake="2.0",
        pcfIncludingBiogenicUptake="2.5",
        fossilCarbonContent="-1",
    )
    received.write_bytes(file_of(faulty))
    told = json.loads(cradle("import", received, "--ledger", book, "--json").out)
    assert [remark.partition(": ")[0] for remark in told["remarks"]] == [
        "pact.sign at pcf.fossilCarbonContent",
        "pact.sum at pcf.pcfIncludingBiogenicUptake",
    ]
    assert told["row"]["type"] == "external"


def test_a_ledger_that_nobody_sent_anything(tmp_path: Path) -> None:
    """The list is empty; a file that was imported by hand is not in the list of partners' files."""
    book, received = begun(tmp_path), tmp_path / "housing.json"
    received.write_bytes(file_of(pact_3()))
    named = json.loads(cradle("import", received, "--ledger", book, "--json").out)["digest"]
    assert json.loads(cradle("received", "list", "--ledger", book, "--json").out) == []
    assert "Footprints that partners sent" in cradle("received", "list", "--ledger", book).out
    refused = cradle("received", "show", named, "--ledger", book)
    assert refused.err.startswith("refused: document.unknown")
