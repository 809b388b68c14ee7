"""Entries left out of a calculation, on an honest ledger: in the bundle, judged, and with a figure."""

import pytest
from support.ledger_batches import (
    Files,
    audited,
    batch,
    calculated,
    declared,
    files_of,
    judged,
    left_out,
)
from support.ledger_battery import BatteryChain, freight, power
from support.ledger_tiers import shown, stated
from support.ledger_world import made, replacing, taken
from support.refusal import refused
from support.verdicts import found, remarks

from ledger.audit.report.text import format_report
from schemas.signed.calculation import Exclusion
from schemas.vocabulary import Audience, Stage

pytestmark = pytest.mark.traced

KWH = "77.125"
"""The electricity of the pit, which stands nowhere else."""


class Trial:
    """A dirty batch that is excluded: it draws on coal of a pit, of which the declared packs know nothing."""

    def __init__(self, chain: BatteryChain) -> None:
        """Entered, and nothing calculated yet."""
        world, mine = chain.world, chain.mine
        self.chain = chain
        lot = made(mine, product="urn:test:pit")
        self.pit = world.enter(mine, [lot], inputs=[power(KWH)])
        sold = {"product": "urn:test:pit", "amount": "20", "number": "2"}
        self.coal = world.deliver(mine, self.pit, chain.plant, **sold)
        self.inputs = [taken(self.coal, "20"), power("40000", Stage.MAIN_PRODUCTION)]
        self.batch = batch(chain, "2025-03-01", "2025-04-01", inputs=self.inputs)
        self.exclusions = (Exclusion(entry=self.batch, reason="trial run"),)

    def declared(self) -> str:
        """The id of a declaration that leaves it out."""
        return declared(self.chain, exclusions=self.exclusions)


@pytest.fixture(name="trial")
def trial_of(chain: BatteryChain) -> Trial:
    """The chain, and the batch."""
    return Trial(chain)


def test_an_excluded_batch_has_its_figure_and_its_effect(trial: Trial) -> None:
    """20 kg of coal by 77.125 kWh a 100 kg, 40,000 kWh: 20,007.7125 kg over 9,600 kWh; counted, half of it."""
    report = audited(trial.chain, trial.declared())
    assert (report.exit_code, found(report)) == (0, set())
    (row,) = report.left_out or ()
    assert (row.entry, row.why, row.reason) == (trial.batch, "excluded", "trial run")
    assert (row.batteries, row.kg, row.unit) == (10, "2.084", None)
    # (46 / 9600) less (46 + 20007.7125) / 19200, and that in per cent of 0.0058333
    assert (row.effect_kg, row.effect_percent) == ("-1.04", "-17830")
    (finding,) = [one for one in report.findings if one.code == "composition.excluded"]
    assert (finding.effect_kg, finding.severity) == ("-1.04", "remark")
    text = format_report(report)
    assert "      effect of leaving it out: -1.04 kg CO2e per kWh, -17830 %\n" in text


def test_all_behind_it_is_in_the_bundle_and_none_of_it_can_be_left_out(trial: Trial) -> None:
    """Without any file of what it rests on the bundle is incomplete; both verifiers say so."""
    files = files_of(trial.chain, trial.declared())
    assert {trial.batch, trial.coal, trial.pit} <= set(stated(files))
    assert {(trial.pit, "inventory"), (trial.batch, "inventory")} <= shown(files)
    own = _files_of_statements(files, trial.batch, trial.coal, trial.pit)
    assert len(own) == 3 + 2 + 2
    for name in own:
        less = {key: data for key, data in files.items() if key != name}
        assert judged(trial.chain, less).exit_code == 2, name


def _files_of_statements(files: Files, *names: str) -> list[str]:
    """The files of statements and their sections."""
    sections = [
        f"sections/{digest.removeprefix('sha256:')}.json"
        for name in names
        for digest in stated(files)[name].to_json().get("sections", {}).values()
    ]
    return [*(f"statements/{name.removeprefix('sha256:')}.json" for name in names), *sections]


def test_an_honest_ledger_takes_no_batch_that_draws_too_much(trial: Trial) -> None:
    """Excluded or not, it draws within what was delivered."""
    chain = trial.chain
    with refused("draw.above_delivery"):
        batch(chain, "2025-05-01", "2025-06-01", inputs=[taken(trial.coal, "20")])


def test_the_manufacturer_sees_its_own_batch_and_not_the_pits_recipe(trial: Trial) -> None:
    """The delivery to it, and the envelope behind that with what the goods are; the public sees no more than before."""
    chain, declaration = trial.chain, trial.declared()
    files = files_of(chain, declaration, Audience.MANUFACTURER)
    parts = {part for name, part in shown(files) if name == trial.pit}
    assert (parts, (trial.batch, "inventory") in shown(files)) == ({"product"}, True)
    assert KWH.encode() not in b"".join(files.values())
    report = judged(chain, files)
    assert report.exit_code == 2
    assert ("section.withheld", trial.pit) in found(report)
    assert left_out(report) == {trial.batch: ("excluded", None)}
    assert "figure unknown\n" in format_report(report)
    public = stated(files_of(chain, declaration, Audience.PUBLIC))
    assert {row.__class__.__name__ for row in public.values()} == {
        *("Attestation", "Calculation", "Declaration", "Participant")
    }


def test_a_batch_without_a_factor_has_no_figure_and_is_listed(chain: BatteryChain) -> None:
    """Its recipe is in the bundle; the effect of excluding it is not stated."""
    unknown = freight("9").model_copy(update={"flow": "test:unknown"})
    odd = batch(chain, "2025-03-01", "2025-04-01", inputs=[unknown])
    report = audited(chain, declared(chain, exclusions=(Exclusion(entry=odd, reason="trial"),)))
    assert (report.exit_code, left_out(report)) == (0, {odd: ("excluded", None)})
    (finding,) = [one for one in report.findings if one.code == "composition.excluded"]
    assert finding.effect_kg is None


def test_withdrawn_and_later_batches_are_listed_without_a_figure(chain: BatteryChain) -> None:
    """Each once, in its newest version; what is far away is not, nor is a correction of what is listed."""
    void = batch(chain, "2025-03-01", "2025-04-01")
    chain.world.withdraw(chain.plant, void)
    old = batch(chain, "2024-03-01", "2024-04-01")
    calculation = calculated(chain)
    first = batch(chain, "2026-02-01", "2026-03-01")
    fixed = batch(chain, "2026-02-01", "2026-03-01", "50", supersedes=replacing(first))
    gone = batch(chain, "2026-04-01", "2026-05-01")
    chain.world.withdraw(chain.plant, gone)
    batch(chain, "2024-03-01", "2024-04-01", "50", supersedes=replacing(old))
    batch(chain, "2028-02-01", "2028-03-01")
    report = audited(chain, calculation)
    assert report.exit_code == 0
    assert left_out(report) == {
        old: ("before", "2.083"),
        void: ("withdrawn", None),
        fixed: ("later", None),
        gone: ("withdrawn", None),
    }


def test_a_far_entry_of_the_model_is_an_envelope_and_counts_as_whole(chain: BatteryChain) -> None:
    """Two years before the period: in the bundle by its leaf, without sections, and not missed."""
    far = batch(chain, "2023-03-01", "2023-04-01")
    calculation = calculated(chain)
    for audience in (Audience.AUDITOR, Audience.MANUFACTURER):
        files = files_of(chain, calculation, audience)
        assert far in stated(files)
        assert {part for name, part in shown(files) if name == far} == set()
    report = audited(chain, calculation)
    assert (report.exit_code, report.coverage, report.left_out) == (0, None, None)


def test_a_short_calculation_names_its_remark_by_its_own_id(chain: BatteryChain) -> None:
    """The finding of a calculation that nothing declares is about the calculation."""
    batch(chain, "2026-01-01", "2026-02-01")
    other = chain.calculation().statement.period.model_copy(update={"start": "2025-01-02"})
    calculation = calculated(chain, period=other)
    assert ("period.short", calculation) in remarks(audited(chain, calculation))
