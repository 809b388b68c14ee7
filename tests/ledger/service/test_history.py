"""Earlier versions and withdrawn entries on an honest ledger: in the bundle with all behind them, and compared.

Both verifiers accept each bundle, and the report lists the choice with its effect: 9,600 kWh of total energy.
"""

from decimal import Decimal

import pytest
from support.balanced import line
from support.ledger_batches import audited, batch, calculated, files_of, judged
from support.ledger_battery import BatteryChain, power
from support.ledger_tiers import shown, stated
from support.ledger_world import made, replacing, taken
from support.verdicts import found

from schemas.signed.entry import Product, Site
from schemas.views.report import Report
from schemas.vocabulary import Audience, ProcessCode, Role

ELSEWHERE = Site(code="mine-2", country="SE")
ENERGY = Decimal(9600)
KWH = "77.125"
"""The electricity of the quarry, which stands nowhere else."""


class Quarried:
    """A mine whose ore came from a quarry first, and from electricity alone after a correction."""

    def __init__(self, chain: BatteryChain) -> None:
        """40 kg of stone at 0.385625 kg CO2e per kg make 100 kg of ore at 0.15425, after 0.5; then 1 kWh does."""
        world = self.world = chain.world
        self.chain = chain
        self.quarry = world.register("quarry", Role.SUPPLIER)
        self.stone = world.enter(self.quarry, [made(self.quarry)], inputs=[power(KWH)])
        self.sold = world.deliver(self.quarry, self.stone, chain.mine, amount="40")
        rows = [taken(self.sold, "40"), power("100")]
        again = {"supersedes": replacing(chain.mined), "inputs": rows}
        self.dirty = world.enter(chain.mine, [made(chain.mine)], **again)
        again = {"supersedes": replacing(self.dirty), "inputs": [power("10")]}
        self.clean = world.enter(chain.mine, [made(chain.mine)], **again)


@pytest.fixture(name="quarried")
def quarried_mine(chain: BatteryChain) -> Quarried:
    """The chain with its corrections, and nothing calculated yet."""
    return Quarried(chain)


def effects(report: Report, code: str) -> dict[str, str | None]:
    """The effects of the choices of a kind, by their subject."""
    return {row.subject: row.effect for row in report.choices or () if row.code == code}


def near(effect: str | None, kg: str) -> bool:
    """True for an effect of so many kg CO2e over all batteries, to its four digits."""
    expected = Decimal(kg) / ENERGY
    return effect is not None and abs(Decimal(effect) / expected - 1) < Decimal("0.001")


def test_a_bundle_has_all_behind_an_earlier_version(quarried: Quarried) -> None:
    """The ore was at 0.65425 kg CO2e per kg at most, and is at 0.05: 0.60425 on the 50 kg of the packs."""
    chain = quarried.chain
    calculation = calculated(chain)
    files = files_of(chain, calculation)
    assert {quarried.stone, quarried.sold, quarried.dirty, chain.mined} <= set(stated(files))
    assert {(quarried.stone, "inventory"), (quarried.dirty, "inventory")} <= shown(files)
    report = judged(chain, files)
    assert (report.exit_code, found(report)) == (0, set())
    listed = effects(report, "history.corrected")
    assert listed.keys() == {quarried.clean}
    assert near(listed[quarried.clean], "30.2125")


def test_goods_behind_an_earlier_version_that_were_withdrawn_are_in_it_too(
    quarried: Quarried,
) -> None:
    """The quarry takes back the delivery and the entry; the figure before is the same."""
    chain, world = quarried.chain, quarried.world
    world.withdraw(quarried.quarry, quarried.sold)
    world.withdraw(quarried.quarry, quarried.stone)
    report = audited(chain, calculated(chain))
    assert report.exit_code == 0
    assert near(effects(report, "history.corrected")[quarried.clean], "30.2125")


def test_a_reader_without_recipes_is_shown_no_more(quarried: Quarried) -> None:
    """The manufacturer sees the envelopes of the ore's versions, and nothing of the quarry."""
    chain = quarried.chain
    files = files_of(chain, calculated(chain), Audience.MANUFACTURER)
    assert {quarried.dirty, chain.mined} <= set(stated(files))
    assert not {quarried.stone, quarried.sold, quarried.quarry.id} & set(stated(files))
    assert KWH.encode() not in b"".join(files.values())
    report = judged(chain, files)
    assert (report.exit_code, report.choices) == (2, None)


def test_a_correction_downwards_after_the_calculation_is_no_choice_of_it(
    quarried: Quarried,
) -> None:
    """The bundle is complete with what the later version cites; the calculation is stale and no more."""
    chain, world = quarried.chain, quarried.world
    calculation = calculated(chain)
    rows = [taken(quarried.sold, "40")]
    later = {"supersedes": replacing(quarried.clean), "inputs": rows}
    world.enter(chain.mine, [made(chain.mine)], **later)
    report = audited(chain, calculation)
    assert report.exit_code == 0
    assert effects(report, "history.corrected").keys() == {quarried.clean}


def test_a_withdrawn_batch_is_in_the_bundle_with_its_figure(chain: BatteryChain) -> None:
    """Ten packs of 20,001 kg were withdrawn, and ten of 46 count."""
    void = batch(chain, "2025-03-01", "2025-04-01")
    chain.world.withdraw(chain.plant, void)
    files = files_of(chain, calculated(chain))
    assert (void, "inventory") in shown(files)
    report = judged(chain, files)
    assert report.exit_code == 0
    listed = effects(report, "history.withdrawn")
    assert listed.keys() == {void}
    assert near(listed[void], "19955")


def test_a_supplier_s_goods_that_were_withdrawn_and_stated_again_are_in_it(
    chain: BatteryChain,
) -> None:
    """Ore of 200 kWh at a second site was withdrawn; the ore of 100 kWh counts. Other goods stay out."""
    world, mine = chain.world, chain.mine
    first = world.enter(mine, [made(mine)], inputs=[power("200")], site=ELSEWHERE)
    tin = made(mine, product="urn:test:tin")
    product = Product(lines=(line(Sn="0.3"),))
    parts = {"inputs": [power("900")], "process": ProcessCode.MINING, "product": product}
    other = world.enter(mine, [tin], site=Site(code="mine-3", country="SE"), **parts)
    for entry in (first, other):
        world.withdraw(mine, entry)
    files = files_of(chain, calculated(chain))
    assert first in stated(files)
    assert other not in stated(files)
    report = judged(chain, files)
    assert (report.exit_code, found(report)) == (0, set())
    listed = effects(report, "history.withdrawn")
    assert listed.keys() == {first}
    assert near(listed[first], "25")
