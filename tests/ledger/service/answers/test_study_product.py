"""The study of a product: its declared unit in three languages, and no word on a battery."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.ledger_product import product_chain

from ledger.documents.rendering.markdown import render_markdown
from ledger.documents.rendering.pdf import render_pdf
from ledger.documents.study.layout import layout_study
from ledger.service.answers.study import build_study
from ledger.translations.languages import LANGUAGES
from schemas.signed.calculation import DeclaredUnit
from schemas.views.study import Study


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """The study of the frames."""
    with product_chain(tmp_path / "ledger") as chain:
        calculation = chain.world.submit(chain.calculation(), chain.workshop.working).id
        yield build_study(chain.world.ledger, calculation)


def test_a_product_has_a_study_per_declared_unit(study: Study) -> None:
    """Unit and reference flow are of a piece of 3 kg; nothing is of a battery."""
    unit = study.system.functional_unit
    assert isinstance(unit, DeclaredUnit)
    assert unit.to_json() == {"unit": "piece", "amount": "20"}
    assert (study.total, study.system.reference_flow) == ("4", "3")
    assert (study.total_energy, study.plausibility) == (None, None)


def test_what_it_lacks_is_no_duty_of_batteries(study: Study) -> None:
    """No class is missing, no duty is a reason, and the use stage is left out by the boundary and by no annex."""
    lacking = {row.item: row for row in study.not_stated}
    assert lacking["method.performance_class"].reason == "empty"
    assert lacking["goal.reasons"].needs == "The manufacturer would have to state its reasons."
    assert study.system.use_stage == "after_gate"


def test_its_page_says_the_unit_in_each_language(study: Study) -> None:
    """Per piece, je Stück, 每件; the page names no battery and no kWh of the figure."""
    said = {"en": "kg CO₂e per piece", "de": "kg CO₂e je Stück", "zh": "kg CO₂e/件"}
    for language in LANGUAGES:
        page = layout_study(study, language)
        shown = render_markdown(page)
        assert said[language] in shown
        named = ("batter", "Batterie", "电池", "Article 7", "Artikel 7", "第 7 条", "2023/1542")
        told = [line for line in shown.splitlines() if any(word in line for word in named)]
        assert told == []
        assert render_pdf(page).startswith(b"%PDF")
