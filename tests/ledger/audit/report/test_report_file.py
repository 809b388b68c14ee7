"""The report as a file: complete in itself, without a script, and every value escaped."""

import re
from decimal import Decimal
from html.parser import HTMLParser

from support import signed_battery
from support.bundles import Json
from support.collusion import act
from support.objections import contest
from support.signed_battery import honest
from support.signed_chain import SignedChain, output
from support.signed_delivery import build, redacted, whole
from support.signed_delivery import honest as delivered
from support.verdicts import judge

from ledger.audit.report.findings import SHOWN
from ledger.audit.report.layout import IN_FILE, layout_report
from ledger.documents.rendering.html import content_policy, render_html
from ledger.footprint.graph.numbers import show_figure
from schemas.signed.calculation import StageValue
from schemas.views.report import Finding, Report
from schemas.views.report_goods import ReportedGoods, ReportedPrecursor
from schemas.vocabulary import Stage

CHAIN, SOLD = honest(), delivered()
REPORT = judge(CHAIN.ledger.files())


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element, whose text is apart from the one before."""
        self.words += " "
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.words += data


def render_report(report: Report) -> str:
    """The file of a report."""
    return render_html(layout_report(report, is_file=True))


def page(report: Report) -> Elements:
    """The page of a report."""
    return Elements(render_report(report))


def text(report: Report) -> str:
    """The words of a page on one line."""
    return " ".join(page(report).words.split())


def test_the_page_needs_no_other_file() -> None:
    """No script, no address that is loaded, and a policy that forbids both."""
    found = page(REPORT).elements
    assert "script" not in {tag for tag, _ in found}
    loaded = [value for _, held in found for name, value in held.items() if name in ("src", "href")]
    assert loaded == ["data:,"]
    policies = [held["content"] for tag, held in found if held.get("http-equiv")]
    assert policies == [content_policy()]
    assert not re.search(r"url\(|@import|https?://", render_report(REPORT).partition("<body>")[0])


def test_a_value_is_text_whoever_wrote_it() -> None:
    """A firm or a finding with markup stays text."""
    evil = "<script>alert(1)</script>&\"'"
    assert REPORT.heading is not None
    heading = REPORT.heading.model_copy(update={"firm": evil})
    finding = Finding(code="a.b", severity="remark", step=1, subject=evil, detail=evil)
    changed = REPORT.model_copy(update={"heading": heading, "findings": (finding,)})
    found = page(changed)
    assert "script" not in {tag for tag, _ in found.elements}
    assert found.words.count(evil) == 4


def test_the_page_has_what_an_auditor_reports() -> None:
    """Figure, stages, contributors, choices, findings with their meaning, what was not judged, and the logs."""
    shown = text(REPORT)
    for part in (
        "Verified: recomputed from signed data",
        f"recomputed {show_figure(Decimal(CHAIN.total))} kg CO2e per kWh of total energy",
        "By life-cycle stage",
        "db:diesel; mine-1, mine; amount metered; secondary dataset",
        f"{CHAIN.ids['mine 2'][7:19]}/inputs/0",
        "witness.none_required 3 ",
        "An observation that leaves the verdict as it is",
        "4 monitor not checked 0",
        f"{CHAIN.ledger.entries.state().size} leaves, root {CHAIN.ledger.entries.state().root}",
        REPORT.bundle.removeprefix("sha256:"),
    ):
        assert part in shown


def test_bars_start_at_zero_and_credits_go_left() -> None:
    """A bar of 6 is three times that of a credit of 2, which ends at the line where the other begins."""
    stages = tuple(
        StageValue(stage=stage, value=value)
        for stage, value in zip(Stage, ("6", "2", "0", "-2"), strict=True)
    )
    found = page(REPORT.model_copy(update={"stages": stages})).elements
    (zero,) = [held["d"] for _, held in found if held.get("class") == "axis"]
    bars = {held["class"]: held for tag, held in found if tag == "rect"}
    assert zero is not None
    assert f"M{bars['stage-raw_material']['x']} " in zero
    widths = {name: Decimal(held["width"] or 0) for name, held in bars.items()}
    assert abs(widths["stage-raw_material"] - 3 * widths["credit"]) <= Decimal("0.3")
    end = Decimal(bars["credit"]["x"] or 0) + widths["credit"]
    assert abs(end - Decimal(bars["stage-raw_material"]["x"] or 0)) <= Decimal("0.1")


def test_a_figure_that_was_not_recomputed_has_no_stages() -> None:
    """A customer's bundle of a delivery: what is withheld is listed as not judged."""
    shown = text(judge(redacted(SOLD), SOLD.ledger.policy()))
    assert "recomputed not available" in shown
    assert "By life-cycle stage" not in shown
    assert "Something that is named is absent" in shown
    assert "sections inventory: 0 of 1" in shown


def test_the_choices_of_a_delivery_are_per_unit_of_the_goods() -> None:
    """The sulfate is in kg, and so is the effect of the ore that shares by price."""

    def shared(inventory: Json) -> Json:
        ore = {**inventory["outputs"][0], "allocation_value": "1"}
        side = output("side", "1", role="co_product", allocation_value="1")
        return {**inventory, "allocation": "revenue", "outputs": [ore, side]}

    chain = build({"mine": shared})
    report = judge(whole(chain), chain.ledger.policy())
    choices = {row.code: row for row in report.choices or ()}
    choice, shown = choices["allocation.co_product"], text(report)
    counts = report.choice_counts
    assert counts is not None
    assert 0 < counts.priced <= counts.count == len(report.choices or ())
    assert f"What moves the figure: {counts.priced} of {counts.count} choices have a price" in shown
    assert f"+{choice.effect} kg CO2e per kg" in shown
    assert "allocation.co_product, unevidenced. A co-product takes a share of the burdens." in shown


def test_long_lists_are_counted() -> None:
    """Each finding is listed, and of one finding five consequences."""
    finding = Finding(
        code="a.b",
        severity="contradiction",
        step=1,
        subject="x",
        detail="Seen.",
        follows=("y",) * 7,
    )
    shown = text(REPORT.model_copy(update={"findings": (finding,) * 3}))
    assert shown.count("contradiction a.b 1 x: Seen.") == 3
    assert shown.count("consequence: y") == 3 * SHOWN
    assert "and 2 more consequences" in shown
    assert "Findings: 0 (0 contradictions, 0 missing, 0 remarks)" in text(
        REPORT.model_copy(update={"findings": ()})
    )


def test_objections_are_on_the_page_and_escaped() -> None:
    """Each has its state, its reason as text, and the figure at the rulebook's alternative; many are counted."""

    def contested(chain: SignedChain) -> None:
        contest(chain, row="outputs/2", reason="<b>See</b> the meter")

    chain = signed_battery.build({"after": act(contested)})
    report = judge(chain.ledger.files(), chain.ledger.policy())
    assert "at the rulebook's alternative 0.02073, declared 0.0183701" in text(report)
    assert "<b>See</b> the meter" in text(report)
    assert "<b>See" not in render_report(report)
    many = report.model_copy(update={"objections": (report.objections or ()) * (IN_FILE + 3)})
    assert f"Objections: {IN_FILE + 3}" in text(many)
    assert "and 3 more, which the JSON lists" in text(many)


def test_goods_of_the_carbon_border_are_on_the_page() -> None:
    """Each has its quantities and what it is made of; many are counted."""
    made_of = ReportedPrecursor(
        delivery=SOLD.ids["ore"], tonnes="1.25", standing="exempt", sefa_standing="default"
    )
    goods = ReportedGoods(
        delivery=SOLD.ids["sulfate"],
        entry=SOLD.ids["refinery"],
        site="R-1",
        country="DE",
        cn="31022100",
        year=2026,
        cscf="1",
        see_direct="1.5",
        default_share="0.25",
        sefa="0.3",
        precursors=(made_of,) * (SHOWN + 1),
    )
    words = text(REPORT.model_copy(update={"goods": (goods,) * (IN_FILE + 3)}))
    assert f"Goods at the carbon border: {IN_FILE + 3}" in words
    assert "direct 1.5 (25.0 % by default), indirect not stated, free allocation 0.3" in words
    assert (
        "made of 1.25 t of goods without a code, counted as nothing, from an exempt country, with"
        " free allocation by default"
    ) in words
    assert "and of 1 more goods, which the JSON lists" in words
    assert "and 3 more, which the JSON lists" in words
    assert "Goods at the carbon border" not in text(REPORT)
