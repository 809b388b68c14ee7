"""The statements around a figure: the ledger's own register and an audit bundle read the same ones."""

import pytest
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made, replacing

from ledger.audit.bundle.container import unpack
from ledger.bundles.export import export_bundle
from ledger.service.answers.calculate import draft_calculation
from ledger.service.answers.study import build_study
from ledger.state.evaluation import recompute
from ledger.state.surroundings import LoggedFigure, log_records
from ledger.state.view import View
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.statement import SectionName

pytestmark = pytest.mark.one_database


def twin(chain: BatteryChain, kwh: str, **parts: object) -> str:
    """Enter goods of the mine under an id that looks like its product's; return the entry's id."""
    like = made(chain.mine, product="urn:test:Mine")
    return chain.world.enter(chain.mine, [like], inputs=[power(kwh)], **parts)


def test_a_preview_a_study_and_a_bundle_have_one_conservative_figure(chain: BatteryChain) -> None:
    """The twin raises it in all three, before anything in the bundle's graph names it."""
    alone = draft_calculation(chain.world.ledger, chain.assertions(), chain.world.fresh)
    twin(chain, "900")
    drafted = draft_calculation(chain.world.ledger, chain.assertions(), chain.world.fresh)
    report = chain.judge()
    assert report.conservative is not None
    assert drafted.known.conservative is not None
    assert alone.known.conservative is not None
    assert drafted.known.conservative.total == report.conservative.total
    assert alone.known.conservative.total != report.conservative.total
    study = build_study(chain.world.ledger, report.subject)
    assert study.conservative is not None
    assert study.conservative.total == report.conservative.total


def entries_around(view: View, calculation: str) -> set[str]:
    """The entries that the ledger's own register reads around a calculation."""
    stated = view.statement(calculation, Calculation)
    assert stated is not None
    composition = view.section(stated, SectionName.COMPOSITION, Composition)
    computed = recompute(view, stated, composition).computed
    about = LoggedFigure(stated.as_of.size, calculation)
    return set(log_records(view, stated, composition, computed, about).records.entries)


def test_what_came_after_the_figure(chain: BatteryChain) -> None:
    """A later version of goods that a closure counts is shown, and other goods entered later are not."""
    first = twin(chain, "900")
    calculation = chain.world.submit(chain.calculation(), chain.plant.working).id
    later = twin(chain, "800", supersedes=replacing(first))
    other = chain.world.enter(chain.mine, [made(chain.mine, product="urn:test:later")])
    files = unpack(export_bundle(chain.world.ledger, calculation))
    shown = {f"sha256:{name[11:75]}" for name in files if name.startswith("statements/")}
    assert {first, later} <= shown
    assert other not in shown
    with chain.world.ledger.view() as view:
        found = entries_around(view, calculation)
    assert {first, later, chain.mined, chain.packs} <= found
    assert other not in found
    assert found <= shown
