"""Imported figures in a bundle: each row agrees with its file, and faults of the file are remarks.

The packer takes a hundred housings of 4 kg from a file; the row is as the file makes it, or as a
colluding manufacturer would have it.
"""

from decimal import Decimal

import pytest
from support.bundles import Json, path
from support.collusion import Row, act
from support.edits import Files
from support.footprints import file_of, mixed_pact_3, pact_3
from support.rows import imported
from support.signed_battery import build
from support.signed_chain import SignedChain
from support.verdicts import found, judge

from ledger.audit.rules import imports
from ledger.footprint.external.formats import parse_external
from ledger.trust.leaves import digest
from schemas.views.report import Report

SOUND = file_of(pact_3())
OLD = file_of(
    pact_3(referencePeriodStart="2020-01-01T00:00:00Z", referencePeriodEnd="2021-01-01T00:00:00Z")
)
TAKEN_BACK = file_of({**pact_3(), "status": "Deprecated"})
SHORT = file_of(
    pact_3(
        pcfExcludingBiogenicUptake="2.5",
        pcfIncludingBiogenicUptake="2.5",
        ipccCharacterizationFactors=["AR5"],
    )
)
NO_FOOTPRINT = b'{"specVersion":"1.0.0"}'


def takes(data: bytes, kept: bytes | None = None, **members: object) -> dict[str, Json]:
    """A plan: the pack uses 400 kg from a file, with changed members of the row."""
    row = imported(data, amount="400", **members)
    return {
        "pack": lambda stated: {**stated, "inputs": [*stated["inputs"], row]},
        "before": act(lambda chain: chain.ledger._keep(chain.ledger.blobs, kept or data)),  # noqa: SLF001
    }


def without(data: bytes) -> Json:
    """The file is left out of the bundle."""

    def change(_: SignedChain, files: Files) -> None:
        del files[path("blobs", digest(data))]

    return change


LOWER = [{"part": "fossil", "value": "0.2"}]
TABLE = [
    Row("external.values", "pack", takes(SOUND, values=LOWER)),
    Row("external.values", "pack", takes(SOUND, declared_amount="40")),
    Row("external.values", "pack", takes(SOUND, boundary="cradle_to_grave")),
    Row("external.format", "pack", takes(SOUND, format="pact-2")),
    Row("external.product", "pack", takes(SOUND, product="urn:other:1")),
    Row("external.unit", "pack", takes(SOUND, unit="piece")),
    Row("external.expired", "pack", takes(OLD)),
    Row("external.deprecated", "pack", takes(TAKEN_BACK)),
    Row(
        "external.format",
        digest(NO_FOOTPRINT),
        takes(SOUND, NO_FOOTPRINT, file=digest(NO_FOOTPRINT)),
    ),
    Row("blob.missing", digest(SOUND), takes(SOUND), exit_code=2, files=without(SOUND)),
]


@pytest.mark.parametrize("row", TABLE, ids=[f"{row.code} {at}" for at, row in enumerate(TABLE)])
def test_a_row_that_is_not_its_files(row: Row) -> None:
    """A row that differs from its file, or has no file, is one finding on the entry or the file."""
    row.check()


def report_on(data: bytes) -> Report:
    """The report on a chain with an imported row."""
    return judge(build(takes(data)).ledger.files())


def test_a_row_that_is_its_files_verifies() -> None:
    """The bundle contains the file, and the figure is recomputed with its values."""
    report = report_on(SOUND)
    assert (report.exit_code, found(report)) == (0, set())
    assert Decimal(report.declared_total or 0) > Decimal(
        judge(build().ledger.files()).declared_total or 0
    )


def test_a_footprint_of_goods_that_were_delivered_to_the_importer_is_to_be_cited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The file has the id that an export of a delivery to the pack's maker would have."""
    sound = parse_external(SOUND).id
    monkeypatch.setattr(imports, "footprint_id", lambda _: sound)
    report = report_on(SOUND)
    assert report.exit_code == 1
    assert "external.delivered" in {row.code for row in report.findings}


def test_the_figure_of_a_file_is_reported_in_kg_per_kwh() -> None:
    """A total above the sum of its parts has an effect on the declared figure; another method has none."""
    rows = {row.code: row for row in report_on(SHORT).findings}
    # 0.5 kg for each 4 kg, 400 kg, 100 packs of 75 kWh x 60 cycles x 6.5 years.
    assert rows["external.sum"].effect_kg == "-0.00001709"
    assert rows["external.method"].effect_kg is None
    assert {rows[code].severity for code in ("external.sum", "external.method")} == {"remark"}


def test_parts_that_do_not_count_are_reported() -> None:
    """The report shows the parts of a file that the rulebook leaves out."""
    report = report_on(file_of(mixed_pact_3()))
    assert report.exit_code == 0
    assert "external.not_counted" in {row.code for row in report.findings}


def test_a_file_whose_bytes_changed() -> None:
    """A file is named by its digest, so another one in its place contradicts its name."""
    files = build(takes(SOUND)).ledger.files()
    name = path("blobs", digest(SOUND))
    files[name] = files[name].replace(b'"2"', b'"1"', 1)
    report = judge(files)
    assert (report.exit_code, found(report)) == (1, {("blob.digest", name)})


def test_a_file_that_no_row_names() -> None:
    """A bundle contains the files that are named in it, and no others."""
    chain = build()
    name = path("blobs", digest(SOUND))
    report = judge({**chain.ledger.files(), name: SOUND})
    assert found(report) == {("file.unreferenced", name)}
