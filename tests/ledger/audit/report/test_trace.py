"""The trace of a row: from the figure to its factor, signature and place in the log."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from support.attesting import audited
from support.footprints import file_of, pact_3
from support.refusal import refused
from support.rows import avoided, imported, inventory, made
from support.signed_battery import honest
from support.signed_delivery import honest as delivered
from support.signed_delivery import redacted, whole
from support.terminal import text_of

from ledger.audit.report.names import names_of
from ledger.audit.report.trace import require_recomputed, trace_row
from ledger.audit.report.trace_layout import layout_trace
from ledger.audit.report.traced_factors import trace_factor
from ledger.footprint.graph.numbers import explained_sum
from ledger.trust.leaves import digest, model_bytes
from schemas.views.report import Report
from schemas.views.trace import Trace

CHAIN, SOLD = honest(), delivered()


CONTEXT, REPORT = audited(CHAIN.ledger.files(), CHAIN.ledger.policy())


def trace(name: str, place: str) -> Trace:
    """The trace of a row of an entry of the battery."""
    return trace_row(CONTEXT, REPORT, CHAIN.ids[name], place)


def test_all_rows_of_an_entry_are_the_figure() -> None:
    """The own rows of the pack, its suppliers' goods with all that is behind them, and end of life."""
    pack_rows = [Decimal(trace("pack", f"inputs/{number}").kg) for number in range(5)]
    (end,) = [row for row in REPORT.stages or () if row.stage.value == "end_of_life"]
    total = explained_sum([*pack_rows, Decimal(end.value)])
    assert abs(total - Decimal(CHAIN.total)) < Decimal("1e-30")


def test_the_way_from_the_figure_to_a_row() -> None:
    """The composition names the pack, which uses sulfate, which is made of ore."""
    way = trace("mine 2", "inputs/0").path
    assert [(draw.statement, draw.place, draw.source) for draw in way] == [
        (CHAIN.ids["calculation"], "composition/1", CHAIN.ids["pack"]),
        (CHAIN.ids["pack"], "inputs/0", CHAIN.ids["sulfate 2"]),
        (CHAIN.ids["refinery"], "inputs/0", CHAIN.ids["ore"]),
    ]
    (first,) = trace("recycler", "inputs/0").path
    assert (first.place, first.source) == ("composition/0", CHAIN.ids["treatment"])


def test_a_row_of_a_dataset() -> None:
    """Amount, factor with its set, share and stage, key and leaf are those of the documents."""
    found = trace("mine 2", "inputs/0")
    assert found.row is not None
    assert (found.row.amount, found.row.known, found.label) == ("81000", "metered", "db:diesel")
    assert found.factor is not None
    assert (found.factor.kind, found.factor.document) == (
        "dataset",
        digest(model_bytes(CHAIN.factors)),
    )
    (row,) = [one for one in REPORT.contributors or () if one.label == "db:diesel"]
    assert (found.kg, found.percent, found.source) == (row.kg, row.percent, "dataset")
    assert [stage.value for stage in found.stages or ()] == [row.kg, "0", "0", "0"]
    (signature,) = found.signatures
    assert (signature.by, signature.valid) == (CHAIN.ledger.parties["mine"], True)
    assert found.leaf is not None
    assert found.leaf.index == CONTEXT.bundle.place(CHAIN.ids["mine 2"])
    assert found.leaf.root == CHAIN.ledger.entries.state().root


def test_other_sorts_of_rows() -> None:
    """Waste has a factor of treatment, a gas the rulebook's, a credit and goods the supplier's recomputed figure."""
    waste, gas = trace("mine 2", "wastes/0"), trace("mine 2", "emissions/0")
    credit, goods = trace("recycler", "avoided/0"), trace("pack", "inputs/0")
    kinds = [one.factor.kind for one in (waste, gas, credit, goods) if one.factor is not None]
    assert kinds == ["dataset", "gas", "delivery", "delivery"]
    assert (waste.source, gas.source, credit.source) == ("waste", "direct", "avoided")
    assert (goods.source, goods.label, goods.stages) == ("delivery", CHAIN.ids["sulfate"], None)
    assert goods.factor is not None
    assert goods.factor.document == CHAIN.ids["sulfate 2"]
    assert Decimal(credit.kg) < 0 < Decimal(goods.kg)


def test_an_imported_figure_is_traced_to_its_file() -> None:
    """The factor is what the file states per unit, and the document is the file."""
    file = file_of(pact_3())
    (row,) = inventory(made("a", "1"), inputs=[imported(file)]).inputs
    factor = trace_factor(require_recomputed(CONTEXT), row, "")
    assert factor is not None
    assert (factor.kind, factor.document) == ("imported", digest(file))
    assert Decimal(factor.kg) > 0


def test_a_virgin_dataset_of_a_material_is_no_single_document() -> None:
    """The rulebook names it, so no flow of the row does."""
    (row,) = inventory(made("a", "1"), avoided=[avoided("1", material="Ni")]).avoided
    assert trace_factor(require_recomputed(CONTEXT), row, "Ni") is None


def test_a_row_of_a_delivery_bundle() -> None:
    """The way starts at the delivery's own entry, and the amounts are per unit of its line."""
    context, report = audited(whole(SOLD), SOLD.ledger.policy())
    (ore,) = trace_row(context, report, SOLD.ids["mine"], "inputs/0").path
    assert (ore.statement, ore.source) == (SOLD.ids["refinery"], SOLD.ids["ore"])
    own = trace_row(context, report, SOLD.ids["refinery"], "inputs/1")
    assert own.path == ()
    goods = trace_row(context, report, SOLD.ids["refinery"], "inputs/0")
    total = Decimal(own.kg) + Decimal(goods.kg)
    assert report.recomputed_total is not None
    assert abs(total / Decimal(report.recomputed_total) - 1) < Decimal("0.0005")


@pytest.mark.parametrize(
    ("name", "place", "code"),
    [
        ("mine 2", "inputs/2", "trace.row"),
        ("mine 2", "inputs/-1", "trace.row"),
        ("mine 2", "outputs/0", "trace.row"),
        ("mine 2", "", "trace.row"),
        ("mine", "inputs/0", "trace.entry"),
        ("calculation", "inputs/0", "trace.entry"),
    ],
)
def test_a_row_that_the_figure_does_not_rest_on_is_refused(
    name: str, place: str, code: str
) -> None:
    """No such place, an entry that was corrected, or a statement that is not an entry."""
    with refused(code, "row"):
        trace(name, place)


def test_without_a_figure_nothing_is_traced() -> None:
    """A customer's bundle has no recipes."""
    context, report = audited(redacted(SOLD), SOLD.ledger.policy())
    with refused("trace.no_figure", "bundle"):
        trace_row(context, report, SOLD.ids["refinery"], "inputs/0")


def test_a_row_without_a_part_in_the_figure_is_traced_too() -> None:
    """Its amount is zero: here because nothing is taken of the entry."""
    view = CONTEXT.view
    assert view is not None
    context = replace(CONTEXT, view=replace(view, rows=view.rows[:1]))
    found = trace_row(context, REPORT, CHAIN.ids["pack"], "inputs/1")
    assert (found.kg, found.source, found.label) == ("0", "no contribution", "db:freight")
    gas = trace_row(context, REPORT, CHAIN.ids["mine 2"], "emissions/0")
    assert (gas.kg, gas.label) == ("0", "ch4")


def told(found: Trace, report: Report, names: Mapping[str, str]) -> str:
    """The text of a trace."""
    return text_of(layout_trace(found, report, names))


def test_what_was_not_verified_is_not_stated_as_such() -> None:
    """Without a sound signature and a proved leaf the text says so."""
    context = replace(CONTEXT, signers={}, leaves={})
    found = trace_row(context, REPORT, CHAIN.ids["pack"], "inputs/1")
    assert (found.signatures, found.leaf) == ((), None)
    text = told(found, REPORT, {})
    assert "signature    not verified\n" in text
    assert text.endswith("log          its place is not proved\n")


def test_the_text_of_a_trace() -> None:
    """It goes from the figure to the log, with names beside ids."""
    text = told(trace("mine 2", "inputs/0"), REPORT, names_of(REPORT))
    order = [
        "figure ",
        "this row ",
        "Way from ",
        "entry ",
        "amount ",
        "evidence ",
        "factor ",
        "log ",
    ]
    assert sorted(order, key=text.index) == order
    assert "amount       81000 MJ, metered\n" in text
    assert "signature    sound, by a key that could sign then: " in text
    assert f"entry        {CHAIN.ids['mine 2'][7:19]} (mine-1, mine)\n" in text


def test_the_text_of_what_no_row_states() -> None:
    """An amount that the method adds has neither row nor factor; evidence is listed by its digest."""
    found = trace("mine 2", "inputs/0")
    added = found.model_copy(update={"row": None, "factor": None, "percent": None})
    text = told(added, REPORT, {})
    assert "amount       no row states it; the method adds it\n" in text
    assert "factor       no single document values this row\n" in text
    assert found.row is not None
    shown = found.row.model_copy(
        update={"evidence": ("sha256:" + "7" * 64,), "document": "Meter 4"}
    )
    text = told(found.model_copy(update={"row": shown}), REPORT, {})
    assert "document     Meter 4\nevidence     777777777777, salted; ask the issuer" in text
