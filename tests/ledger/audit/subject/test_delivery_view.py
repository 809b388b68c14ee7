"""The audit of a bundle about a delivery: complete for an auditor, redacted for a customer."""

import pytest
from support.bundles import Json, path
from support.collusion import act
from support.signed_chain import Alter, SignedChain
from support.signed_delivery import build, honest, redacted, whole
from support.verdicts import found, judge, remarks

from schemas.signed.statement import Kind
from schemas.views.report import Report

CHAIN = honest()
POLICY = CHAIN.ledger.policy()
DELIVERY, ENTRY = CHAIN.ids["sulfate"], CHAIN.ids["refinery"]


def report_of(plan: dict[str, Alter], *, shown: bool = True) -> tuple[SignedChain, Report]:
    """A chain with a changed plan, and the report on its bundle."""
    chain = build(plan)
    files = whole(chain) if shown else redacted(chain)
    return chain, judge(files, chain.ledger.policy())


def outcomes(report: Report) -> dict[str, str]:
    """The result of each step."""
    return {step.name: step.outcome for step in report.steps}


def update(**members: Json) -> Alter:
    """A change of some members."""
    return lambda results: {**results, **members}


def test_an_auditor_recomputes_the_figure_of_a_delivery() -> None:
    """With everything behind it in the bundle, the stated figure is recomputed and compared."""
    report = judge(whole(CHAIN), POLICY)
    assert (report.verdict, report.exit_code) == ("verified", 0)
    assert (report.subject, report.calculation, report.unit) == (DELIVERY, None, "kg")
    assert report.declared_total == report.recomputed_total
    assert report.coverage is None
    assert {name for name, how in outcomes(report).items() if how != "passed"} == {"monitor"}


def test_a_customer_checks_all_that_it_is_shown() -> None:
    """The recipe is the only cause; signatures, keys, proofs, both logs and the rules of the delivery pass."""
    report = judge(redacted(CHAIN), POLICY)
    assert (report.verdict, report.exit_code, report.recomputed_total) == ("incomplete", 2, None)
    assert found(report) == {("section.withheld", ENTRY)}
    results = outcomes(report)
    untold = {
        "monitor",
        "lineage",
        "deliveries",
        "recomputation",
        "balances",
        "composition",
        "equality",
    }
    assert {name for name, outcome in results.items() if outcome == "not_told"} == untold
    assert {name for name, outcome in results.items() if outcome == "found"} == {"links"}


def test_what_a_customer_could_not_check_is_counted() -> None:
    """The coverage lists the recipe, the method, the figure of the one entry and of the one delivery."""
    coverage = judge(redacted(CHAIN), POLICY).coverage or ()
    assert {(row.what, row.told, row.of) for row in coverage} == {
        ("sections inventory", 0, 1),
        ("rulebook and factor sets", 0, 2),
        ("entries recomputed", 0, 1),
        ("figures of deliveries compared", 0, 1),
    }
    assert {row.missing for row in coverage if row.what == "sections inventory"} == {(ENTRY,)}


@pytest.mark.parametrize("shown", [True, False])
def test_a_false_total_is_found_by_both(*, shown: bool) -> None:
    """The auditor recomputes a wrong total; the customer sees that it is not the sum of the cells."""
    chain, report = report_of({"told": update(total="0.5")}, shown=shown)
    code = "delivery.figure" if shown else "figure.total"
    assert (code, chain.ids["sulfate"]) in found(report)
    assert report.exit_code == 1


def test_a_false_figure_that_adds_up_is_found_by_the_auditor() -> None:
    """Cells and total doubled agree with each other, and not with the recomputation."""
    cells = [{"stage": "raw_material", "group": "fossil", "sign": "burden", "value": "7"}]
    plan = {"told": update(cells=cells, total="7")}
    chain, report = report_of(plan)
    assert found(report) == {("delivery.figure", chain.ids["sulfate"])}
    assert outcomes(report)["equality"] == "found"
    assert found(report_of(plan, shown=False)[1]) == {("section.withheld", chain.ids["refinery"])}


def test_a_delivery_without_a_figure_cannot_be_verified() -> None:
    """A delivery without a figure has nothing to recompute, and the report says so."""
    chain = build({"told": lambda _: None})
    files = {name: data for name, data in whole(chain).items() if not name.startswith("blobs/")}
    report = judge(files, chain.ledger.policy())
    assert found(report) == {("delivery.no_figure", chain.ids["sulfate"])}
    assert (report.exit_code, report.declared_total) == (2, None)


def test_the_policy_lists_the_method_of_a_delivery() -> None:
    """A rulebook has a digest, so a customer's policy judges it without its content."""
    policy = CHAIN.ledger.policy(rulebooks=(), factor_sets=())
    codes = {code for code, _ in found(judge(redacted(CHAIN), policy))}
    assert codes == {"policy.rulebook", "policy.factor_set", "section.withheld"}


@pytest.mark.parametrize("shown", [True, False])
def test_a_state_that_never_was(*, shown: bool) -> None:
    """A figure as of a state that the registry was never in is not checked further."""
    state = {"size": 2, "root": "0" * 64}
    chain, report = report_of({"told": update(registry=state)}, shown=shown)
    assert ("state.unknown", chain.ids["sulfate"]) in found(report)
    assert report.exit_code == 1


def correct_mine(chain: SignedChain) -> None:
    """The mine takes its ore back."""
    withdrawal = {"withdraws": chain.ids["ore"], "reason": "entered_in_error"}
    chain.ids["back"] = chain.ledger.state(Kind.WITHDRAWAL, "mine", withdrawal)


def test_a_change_between_state_and_delivery_contradicts_it() -> None:
    """The figure was out of date when it was signed."""
    chain, report = report_of({"late": correct_mine})
    assert found(report) == {("figure.outdated", chain.ids["ore"])}


def test_a_later_change_makes_the_figure_stale() -> None:
    """A later change is a remark, and the verdict is the same."""
    chain, report = report_of({"after": correct_mine})
    assert (report.verdict, report.is_changed) == ("verified", True)
    assert ("delivery.stale", chain.ids["ore"]) in remarks(report)


def test_a_policy_may_ask_for_a_newer_state() -> None:
    """A reader who has seen a later registry refuses an old figure."""
    chain = build({"after": correct_mine})
    size = len(chain.ledger.registry.leaves)
    report = judge(whole(chain), chain.ledger.policy(oldest_registry_size=size))
    assert ("as_of.too_old", chain.ids["sulfate"]) in found(report)


def test_a_hole_further_up_is_named_and_the_rest_recomputed() -> None:
    """Without the mine's recipe the refinery's figure is not recomputed, and the coverage says so."""
    files = whole(CHAIN)
    del files[CHAIN.section("mine", "inventory")]
    report = judge(files, POLICY)
    assert found(report) == {("section.withheld", CHAIN.ids["mine"])}
    coverage = {row.what: (row.told, row.of) for row in report.coverage or ()}
    assert coverage["entries recomputed"] == (0, 2)
    assert report.exit_code == 2


def test_the_method_of_a_whole_bundle_is_missed() -> None:
    """With recipes but without the rulebook, the figure cannot be recomputed."""
    files = {key: data for key, data in whole(CHAIN).items() if not key.startswith("blobs/")}
    report = judge(files, POLICY)
    assert {code for code, _ in found(report)} == {"blob.missing"}
    assert outcomes(report)["equality"] == "not_told"


def test_an_excess_is_priced_per_unit_of_the_delivery() -> None:
    """More ore is delivered than was mined; its effect is in kg CO2e per kg of sulfate."""
    plan = {"ore": update(amount="95000")}
    _, report = report_of(plan)
    (finding,) = [row for row in report.findings if row.severity == "contradiction"]
    assert finding.code == "balance.delivered_above_output"
    assert finding.effect_kg is not None


@pytest.mark.parametrize("gone", ["registry.json", "proofs/entries", "statement"])
def test_what_a_delivery_rests_on_in_the_logs(gone: str) -> None:
    """Without registry or proof there is no graph; without the delivery there is no subject."""
    files = whole(CHAIN)
    del files[CHAIN.statement("sulfate") if gone == "statement" else gone]
    report = judge(files, POLICY)
    assert report.exit_code == 2


def test_without_a_figure_the_state_is_that_of_its_leaf() -> None:
    """A delivery without a figure and without a leaf cannot be judged."""
    foreign = act(lambda made: made.ledger.admit_foreign())
    chain = build({"told": lambda _: None, "after": foreign})
    files = whole(chain)
    chain.hide("sulfate")(files)
    report = judge(files, chain.ledger.policy())
    assert ("proof.missing", chain.ids["sulfate"]) in found(report)
    assert outcomes(report)["lineage"] == "not_told"


@pytest.mark.parametrize("shown", [True, False])
def test_no_file_can_be_left_out_unseen(*, shown: bool) -> None:
    """Without any one of its files a bundle is incomplete, or about something else and contradicted."""
    files = whole(CHAIN) if shown else redacted(CHAIN)
    envelopes = {CHAIN.section(name, "quality") for name in ("mine", "refinery")}
    before = judge(files, POLICY)
    for name in files.keys() - (set() if shown else envelopes):
        report = judge({key: data for key, data in files.items() if key != name}, POLICY)
        assert report.exit_code in {1, 2}, name
        assert report.findings != before.findings, name


@pytest.mark.parametrize("shown", [True, False])
def test_no_file_can_be_added_unseen(*, shown: bool) -> None:
    """A file that nothing names contradicts; if a recipe is withheld, files that it may name are only counted."""
    files = whole(CHAIN) if shown else redacted(CHAIN)
    report = judge({**files, "notes.txt": b"trust me"}, POLICY)
    assert ("file.unreferenced", "notes.txt") in found(report)
    blob = path(
        "blobs", "sha256:" + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    report = judge({**files, blob: b""}, POLICY)
    if shown:
        assert ("file.unreferenced", blob) in found(report)
    else:
        (withheld,) = [row for row in report.findings if row.code == "section.withheld"]
        assert "references to 1 more files not checked" in withheld.follows


def test_a_changed_byte_contradicts_a_redacted_bundle() -> None:
    """Every file in the bundle is checked against its digest, its signature or its root."""
    files = redacted(CHAIN)
    for name in files:
        if name.startswith(("statements/", "sections/")):
            changed = files[name].replace(b'"', b"'", 1)
            assert judge({**files, name: changed}, POLICY).exit_code in {1, 2}, name
    for name in (CHAIN.section("refinery", "product"), path("sections", _profile())):
        changed = files[name][:-3] + b"x" + files[name][-2:]
        assert judge({**files, name: changed}, POLICY).exit_code == 1, name


def _profile() -> str:
    return next(
        name
        for name, data in CHAIN.ledger.sections.items()
        if b'"refinery"' in data and b"legal_name" in data
    )
