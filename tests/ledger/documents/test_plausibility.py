"""The size of a figure beside published ones: units, the part up to the gate, places, sources, and what is silent."""

from decimal import Decimal
from typing import cast

import pytest
from support.declared_document import DOCUMENT

from ledger.documents.page import Block, Paragraph, Table
from ledger.documents.plausibility import plausibility_blocks, state_plausibility
from ledger.footprint.graph.numbers import format_rounded
from ledger.translations.documents import text, texts
from ledger.translations.languages import LANGUAGES, Language
from schemas.signed.calculation import Calculation, Ratio
from schemas.signed.delivery import Cell
from schemas.views.plausibility import Plausibility
from schemas.vocabulary import Group, Sign, Stage

JUDGED = DOCUMENT.plausibility


def judged(
    model: str, gate: str, end: str, life: str = "480", stated: str | None = None
) -> Plausibility:
    """The figure of a pack of 75 kWh with these cells per kWh of total energy, over so many full cycles."""
    credit = f"-{Decimal(end) + 1}"
    cells = (
        _cell(Stage.END_OF_LIFE, "1", Sign.BURDEN),
        _cell(Stage.END_OF_LIFE, credit, Sign.CREDIT),
        _cell(Stage.MAIN_PRODUCTION, gate, Sign.BURDEN),
    )
    whole = {"numerator": str(75 * int(life)), "denominator": "1"}
    members = {
        "model": model,
        "cells": cells,
        "total": f"{Decimal(gate) - Decimal(end)}",
        "total_energy": Ratio.model_validate(whole),
        "capacity_kwh": "75",
        "digits": 4,
    }
    return state_plausibility(
        cast("Calculation", Calculation.model_construct(**members)), format_rounded, stated
    )


def _cell(stage: Stage, value: str, sign: Sign) -> Cell:
    return Cell(stage=stage, group=Group.FOSSIL, sign=sign, value=value)


def shown(found: Plausibility, language: Language = "en") -> list[Block]:
    """The blocks of a page."""
    return list(plausibility_blocks(found, text("page.unit.total_energy", language), language))


def test_the_figure_is_in_the_units_of_published_ones() -> None:
    """0.1657 up to the gate is 79.54 per kWh of capacity over 480 cycles, where 59 to 115 are published."""
    found = judged("urn:example:battery:nmc811-75", "0.1657", "0.042")
    assert (found.gate, found.gate_per_capacity) == ("0.1657", "79.54")
    assert (found.per_capacity, found.end_of_life, found.credited) == ("59.38", "-0.042", "-1.042")
    first = found.published[0]
    assert (first.low, first.middle, first.high) == ("59", "74", "115")
    assert (first.over_life, first.place) == (("0.123", "0.154", "0.24"), "within")
    assert found.published[1].place is None, "of one value there is no range"


@pytest.mark.parametrize(
    ("gate", "place"),
    [("0.122", "below"), ("0.1229166666666666666666666667", "within"), ("0.24", "above")],
)
def test_the_place_is_that_of_the_figure_up_to_the_gate(gate: str, place: str) -> None:
    """59 and 115 kg per kWh of capacity are 0.12292 and 0.23958 over 480 cycles, whatever is credited later."""
    assert judged("urn:m:NMC-811", gate, "0.1").published[0].place == place


def test_where_the_method_counts_the_capacity_both_units_are_one() -> None:
    """A figure up to the gate, per kWh of capacity."""
    found = judged("urn:m:lfp", "61", "0", life="1")
    assert found.per_capacity == found.gate == found.gate_per_capacity == "61"
    assert found.published[0].over_life == ("54", "62", "69")


@pytest.mark.parametrize(
    ("model", "chemistry", "rows"),
    [
        ("urn:m:NCM_811 A", "NMC811", {"NMC811"}),
        ("urn:m:pack-1", None, {"NMC811", "NMC622", "LFP"}),
        ("urn:m:lfp-or-nmc622", None, {"NMC811", "NMC622", "LFP"}),
    ],
)
def test_without_words_a_chemistry_is_taken_from_the_model(
    model: str, chemistry: str | None, rows: set[str]
) -> None:
    """An id that names none, or two, leaves every published figure to the reader; the page says so."""
    found = judged(model, "0.1657", "0.042")
    assert (found.chemistry, {row.chemistry for row in found.published}) == (chemistry, rows)
    assert found.chemistry_from == (None if chemistry is None else "model")
    for language in LANGUAGES:
        key = "chemistry.none" if chemistry is None else "chemistry.model"
        words = text(f"plausibility.{key}", language, chemistry=chemistry or "")
        assert Paragraph(words) in shown(found, language)


@pytest.mark.parametrize(
    ("model", "stated", "chemistry", "source", "key"),
    [
        ("urn:m:lfp-1", "NMC 811 and graphite", "NMC811", "declaration", "declaration"),
        ("urn:m:pack-1", "LFP", "LFP", "declaration", "declaration"),
        ("urn:m:lfp-1", "Sodium and hard carbon", "LFP", "model", "model_beside"),
        ("urn:m:pack-1", "Sodium and hard carbon", None, None, "none_beside"),
    ],
)
def test_the_words_of_the_declaration_come_before_the_model(
    model: str, stated: str, chemistry: str | None, source: str | None, key: str
) -> None:
    """By the same names; and the page says in which of the two it was read."""
    found = judged(model, "0.1657", "0.042", stated=stated)
    assert (found.chemistry, found.chemistry_from) == (chemistry, source)
    assert found.chemistry_stated == stated
    for language in LANGUAGES:
        values = {"chemistry": chemistry or "", "stated": stated}
        words = text(f"plausibility.chemistry.{key}", language, **values)
        assert Paragraph(words) in shown(found, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_that_cannot_be_cited_says_so(language: Language) -> None:
    """Each published figure has its source on the page, and its three digits with their zeros."""
    blocks = shown(JUDGED, language)
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert table.rows[0][2].text.endswith("240")
    notes = [block.text for block in blocks if isinstance(block, Paragraph) and block.note]
    imprecise = text("plausibility.source.imprecise", language, source="Example model 2024")
    assert [imprecise in note for note in notes] == [False, True]
    assert "Example et al., Example Journal 2024" in notes[0]


def test_a_credit_is_explained_only_where_there_is_one() -> None:
    """A figure whose end of life burdens has no such sentence."""
    kept = judged("urn:m:nmc811", "0.1657", "-0.01")
    lowered = judged("urn:m:nmc811", "0.1657", "0.042")
    starts = text("plausibility.credit", "en", value="0.042", unit="").split(" , ")[0]
    assert any(isinstance(row, Paragraph) and row.text.startswith(starts) for row in shown(lowered))
    assert not any(isinstance(row, Paragraph) and "lowers" in row.text for row in shown(kept))


def test_every_text_is_in_three_languages() -> None:
    """No text is missing, and none but the source's mark is the English one."""
    for key, row in texts("plausibility").items():
        assert set(row) == set(LANGUAGES), key
        assert key == "source" or row["en"] not in (row["de"], row["zh"]), key
