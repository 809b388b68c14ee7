"""Site balances in a bundle, from the ledger to the verdict: amounts shifted to another product show."""

from support.ledger_battery import BatteryChain, power
from support.ledger_world import made, replacing
from support.site_balances import balance_of, power_row

from ledger.audit.bundle.container import unpack
from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.state.site_balances import live_balances
from ledger.trust.leaves import digest
from ledger.trust.multiproof import parse_multiproof
from schemas.values import Period
from schemas.views.report import Finding, Report
from schemas.vocabulary import ProcessCode, Stage


def modules(chain: BatteryChain, kwh: str) -> str:
    """Another product of the plant, from power alone."""
    inputs = [power(kwh, Stage.MAIN_PRODUCTION)]
    outputs = [made(chain.plant, product="urn:test:modules")]
    process = ProcessCode.MODULE
    return chain.world.enter(chain.plant, outputs, inputs=inputs, process=process)


def stated(chain: BatteryChain, *rows: dict[str, object], **parts: object) -> str:
    """A balance of the plant in the log; its id."""
    draft = balance_of(chain.world, chain.plant, *rows, **parts)
    return chain.world.submit(draft, chain.plant.working).id


def bundle_of(chain: BatteryChain) -> bytes:
    """The bundle of a calculation made now."""
    name = chain.world.submit(chain.calculation(), chain.plant.working).id
    return export_bundle(chain.world.ledger, name)


def judged(chain: BatteryChain, bundle: bytes) -> Report:
    """The report on a bundle, under a policy that trusts this ledger."""
    policy = chain.world.policy(chain.rulebook, chain.factors, chain.auditor.id)
    return verify(bundle, policy, digest(b"the policy file"))


def of_sites(report: Report) -> list[Finding]:
    """The findings about sites; none changes the verdict."""
    assert report.exit_code == 0, report.findings
    return [row for row in report.findings if row.code.startswith("site_balance.")]


def shown(bundle: bytes, *statements: str) -> list[bool]:
    """True if a bundle has these statements, with their leaves."""
    files = unpack(bundle)
    leaves = b"\n".join(leaf for _, leaf in parse_multiproof(files["proofs/entries"]).leaves)
    return [
        f"statements/{name[7:]}.json" in files and f'"id":"{name}"'.encode() in leaves
        for name in statements
    ]


def test_power_that_was_shifted_to_another_product_is_missed(chain: BatteryChain) -> None:
    """Of 160 kWh the packs state 40 and the modules 60: 60 kWh at 0.5 kg are unexplained, over 9600 kWh."""
    other = modules(chain, "60")
    balance = stated(chain, power_row("160", {chain.packs: "40", other: "60"}))
    bundle = bundle_of(chain)
    assert shown(bundle, balance, other) == [True, False]
    (found,) = of_sites(judged(chain, bundle))
    assert (found.code, found.severity, found.step) == ("site_balance.remainder", "remark", 15)
    assert (found.subject, found.effect_kg) == (balance, "-0.003125")


def test_a_site_whose_sum_comes_out_raises_nothing(chain: BatteryChain) -> None:
    """The sum holds by the listed amounts, though the bundle has only one of the entries."""
    other = modules(chain, "117")
    salt = power_row("60", {chain.packs: "50"}, product="urn:test:mine", unit="kg", closing="10")
    row = power_row("160", {chain.packs: "40", other: "117"}, remainder="3")
    stated(chain, row, salt)
    assert of_sites(judged(chain, bundle_of(chain))) == []


def test_a_correction_after_the_balance_is_reported_until_it_is_balanced_again(
    chain: BatteryChain,
) -> None:
    """A calculation on the corrected packs still verifies; a new version of the balance settles it."""
    first = stated(chain, power_row("40", {chain.packs: "40"}))
    version = chain.packs_of("10", supersedes=replacing(chain.packs))
    newer = chain.world.submit(version, chain.plant.working).id
    (found,) = of_sites(judged(chain, bundle_of(chain)))
    assert (found.code, found.subject) == ("site_balance.stale", first)
    assert found.effect_kg == "-0.001562"
    second = stated(chain, power_row("10", {newer: "10"}), supersedes=replacing(first))
    bundle = bundle_of(chain)
    assert shown(bundle, first, second) == [True, True]
    assert of_sites(judged(chain, bundle)) == []


def test_balances_of_other_sites_and_days_stay_away(chain: BatteryChain) -> None:
    """So does one that was withdrawn."""
    row = power_row("40", {})
    after = stated(chain, row, period=Period(start="2026-01-01", end="2027-01-01"))
    elsewhere = stated(chain, row, site="plant-2")
    gone = stated(chain, row)
    chain.world.withdraw(chain.plant, gone)
    bundle = bundle_of(chain)
    assert shown(bundle, after, elsewhere, gone) == [False, False, False]
    assert of_sites(judged(chain, bundle)) == []


def test_balances_count_as_of_a_state(chain: BatteryChain) -> None:
    """Up to the first balance's leaf there is none; before its withdrawal it is live."""
    name = stated(chain, power_row("40", {}))
    (registry, _), (entries, _) = chain.world.state()
    chain.world.withdraw(chain.plant, name)
    with chain.world.ledger.view() as view:
        live = [
            [record.id for record in live_balances(view, chain.plant.id, *sizes)]
            for sizes in ((), (entries, registry), (entries - 1, registry))
        ]
    assert live == [[], [name], []]
