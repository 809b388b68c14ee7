"""Values written into a template are read back as the same entry, in each language, as workbook and as CSV."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.sheets import Rows, sound, with_field

from ledger.exchange.draft_files import Drafter, parse_entry_draft, seal_entry
from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.exchange.spreadsheet.correction import write_corrected
from ledger.exchange.spreadsheet.template import write_csv, write_template
from ledger.translations.languages import LANGUAGES, Language
from schemas.vocabulary import Purpose, Stage, Unit

WRITERS = {"a.xlsx": write_template, "a.csv": write_csv}
MAIN = Stage.MAIN_PRODUCTION
amounts = st.from_regex(r"[1-9][0-9]{0,17}(\.[0-9]{0,29}[1-9])?", fullmatch=True)
texts = st.from_regex(r"[=+@'\-A-Za-z0-9äß电][ -~äß电]{0,20}[!-~]", fullmatch=True)
codes = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,12}", fullmatch=True).filter(str.isascii)
UNITS = [unit.value for unit in Unit if unit is not Unit.KWH]


@st.composite
def rows_of(draw: st.DrawFn) -> Rows:
    """A filled entry with inputs of any number, unit and text."""
    inputs = [
        {
            "kind": "activity",
            "flow": f"list:{draw(codes)}",
            "amount": draw(amounts),
            "unit": draw(st.sampled_from(UNITS)),
            "purpose": draw(st.sampled_from([p.value for p in Purpose])),
            "known": "metered",
            "document": draw(texts),
        }
        for _ in range(draw(st.integers(1, 4)))
    ]
    rows = {**sound(), "inputs": inputs}
    rows = with_field(
        rows, "process", "first_day", draw(st.dates(date(1990, 1, 1), date(2025, 1, 2)))
    )
    return with_field(rows, "outputs", "name", draw(texts))


def draft_of(data: bytes, name: str) -> dict[str, object]:
    """The draft that a file makes."""
    checked = check_spreadsheet(data, name)
    assert checked.drafted is not None
    assert checked.report.accepted, checked.report.problems[:3]
    drafted = checked.drafted
    drafter = Drafter("check", "sha256:" + "1" * 64, lambda: "0" * 32)
    made = seal_entry(drafted.header, drafted.sections, drafter)
    assert made == parse_entry_draft(drafted.data or b"", {}, drafter), (
        "sections are those of the file"
    )
    draft: dict[str, object] = json.loads(drafted.data or b"")
    return draft


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(rows_of(), st.sampled_from(LANGUAGES), st.sampled_from(list(WRITERS)))
def test_values_come_back(rows: Rows, language: Language, name: str) -> None:
    """Amounts digit by digit, texts character by character, also those that look like formulas."""
    draft = draft_of(WRITERS[name](language, MAIN, rows), name)
    inventory = draft["inventory"]
    names = [
        [row["name"] for row in rows] for rows in (inventory["outputs"], draft["product"]["lines"])
    ]
    assert names[0] == names[1], "recipients see the names of the goods"
    assert isinstance(inventory, dict)
    for row, made in zip(rows["inputs"], inventory["inputs"], strict=True):
        for key in ("flow", "amount", "unit", "purpose", "known"):
            assert made[key] == row[key]
        assert f"'{made['document']}".endswith(str(row["document"]).lstrip("'"))
    assert draft["period"] == {
        "start": str(rows["process"][0]["first_day"]),
        "end": "2026-01-01",
    }


@pytest.mark.parametrize("stage", Stage)
def test_all_languages_and_forms_say_the_same(stage: Stage) -> None:
    """The example of a stage is one entry in three languages and two forms, names aside."""
    drafts = []
    for language in LANGUAGES:
        for name, write in WRITERS.items():
            rows = with_field(sound(stage, language), "outputs", "name", "x")
            rows = with_field(rows, "inputs", "document", "m", at=1)
            drafts.append(draft_of(write(language, stage, rows), name))
    assert all(draft == drafts[0] for draft in drafts)


@pytest.mark.parametrize("name", WRITERS)
def test_the_corrected_file_of_a_sound_one_is_the_same_entry(name: str) -> None:
    """Correcting changes nothing that was right, and CSV comes back as a workbook."""
    data = WRITERS[name]("de", MAIN, sound(language="de"))
    corrected = write_corrected(check_spreadsheet(data, name))
    assert draft_of(corrected, "c.xlsx") == draft_of(data, name)
