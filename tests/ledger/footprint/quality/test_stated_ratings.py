"""Stated ratings, recomputed from the data they rest on."""

from dataclasses import replace

from support.graph import STUDY, Graph, factors, ident
from support.graph_rated import (
    DRAFT,
    GAS,
    LIME,
    PEF,
    dataset,
    mined,
    rated_set,
    rating,
    target_of,
)
from support.rows import Row, avoided, emitted, inventory, made, used, wasted

from ledger.footprint.graph.terms import Term
from ledger.footprint.quality.stated_ratings import rating_faults
from schemas.signed.quality import Quality
from schemas.signed.rulebook import Rulebook

ONE = rating("1", "1", "1", "1")


def faults(
    chain: Graph, name: str = "plant", rulebook: Rulebook = DRAFT
) -> list[tuple[str, str, str]]:
    """Code, subject and detail of every wrong statement."""
    found = list(rating_faults(target_of(chain, name, rulebook)))
    assert all(row.effect is None for row in found)
    return [(row.code, row.subject, row.detail) for row in found]


def state(chain: Graph, name: str, *ratings: Row) -> None:
    """Give an entry a section of quality."""
    section = Quality.model_validate({"ratings": ratings}, strict=False)
    chain.entries[ident(name)] = chain.entries[ident(name)]._replace(quality=section)


def test_a_sound_chain_shows_nothing() -> None:
    """Ratings without a stated mean have nothing to be wrong."""
    assert faults(mined()) == []


def test_a_dataset_that_states_another_mean() -> None:
    """(2, 4, 2) printed as 3 is reported once, under the flow, for any number of entries that use it."""
    chain = mined(dataset("test:lime", "2", rating("2", "4", "2", dqr="3")), GAS)
    chain.deliver("gravel", "mine", "plant", "1")
    rows = [used("test:lime", "1"), used("test:gas", "1")]
    chain.enter("plant", inventory(made("plant", "1"), inputs=rows))
    detail = "the dataset states a DQR of 3; its criteria give 2.667"
    assert faults(chain) == [("quality.dqr_differs", "test:lime", detail)]


def test_either_formula_will_do() -> None:
    """A mean of four or of three criteria is right, to a rounding of 0.05; any other is reported with both."""
    for stated in ("3.3", "3.333333", "2.75", "2.8"):
        chain = mined(dataset("test:lime", "2", rating("4", "3", "3", "1", stated)), GAS)
        assert faults(chain) == []
    chain = mined(dataset("test:lime", "2", rating("4", "3", "3", "1", "3")), GAS)
    ((_, _, detail),) = faults(chain)
    assert detail.endswith("its criteria give 3.333 or 2.75")


def test_a_row_that_states_another_mean() -> None:
    """Every list of rows is checked, and the row is named by its place."""
    wrong = rating("1", "1", "1", "1", "2")
    stated = inventory(
        made("maker", "1"),
        inputs=[used("test:lime", "1"), used("test:gas", "1", rating=wrong)],
        wastes=[wasted("test:slag", "1", rating=wrong)],
        emissions=[emitted("co2", "1", rating=wrong)],
        avoided=[avoided("1", flow="test:gas", rating=wrong)],
    )
    chain = mined()
    chain.factor_sets = (*chain.factor_sets, factors({"test:slag": "1"}, "treatment"))
    chain.enter("maker", stated)
    found = faults(chain, "maker", STUDY)
    assert {subject for _, subject, _ in found} == {ident("maker")}
    places = ["inputs[1]", "wastes[0]", "emissions[0]", "avoided[0]"]
    assert [detail.partition(" ")[0] for _, _, detail in found] == places
    assert found[0][2] == "inputs[1] states a DQR of 2; its criteria give 1 or 1"


def test_an_entry_without_a_figure_is_read_as_far_as_it_goes() -> None:
    """If a flow has no factor the rows' own means are still checked; a withheld inventory gives no finding."""
    chain = mined(LIME)
    rows = [used("test:unknown", "1", rating=rating("1", "1", "1", "1", "5"))]
    chain.enter("maker", inventory(made("maker", "1"), inputs=rows))
    assert [code for code, _, _ in faults(chain, "maker")] == ["quality.dqr_differs"]
    chain.enter("maker", None)
    assert faults(chain, "maker") == []


def grouped(*ratings: Row) -> Graph:
    """A maker with all sorts of rows: material 3 to 1 between lime and gas, and a section of quality."""
    chain = mined()
    slag = {**dataset("test:slag", "1", rating("2", "2", "2")), "direction": "treatment"}
    chain.factor_sets = (rated_set(LIME, GAS, slag),)
    stated = inventory(
        made("maker", "1"),
        inputs=[
            used("test:lime", "4.5", rating=ONE),
            used("test:gas", "1", rating=rating("1", "1", "2", "5")),
            used("test:gas", "1", purpose="packaging"),
        ],
        wastes=[wasted("test:slag", "1", rating=ONE)],
        emissions=[emitted("co2", "1", rating=rating("2", "2", "2", "2"))],
        avoided=[avoided("1", flow="test:lime", rating=ONE)],
    )
    chain.enter("maker", stated)
    state(chain, "maker", *ratings)
    return chain


def group(name: str, te_r: str, ge_r: str, ti_r: str, p: str) -> Row:
    """The rating of an activity group."""
    return {"group": name, **rating(te_r, ge_r, ti_r, p)}


def test_groups_that_hold() -> None:
    """Means weighted by own contribution, stated to one decimal: lime 9, gas 3 of 12."""
    chain = grouped(
        group("material", "1.3", "1.5", "1.5", "2"),
        group("waste", "2", "2", "1.5", "1"),
        group("direct", "2", "2", "2", "2"),
        group("avoided", "1", "1", "1", "1"),
    )
    assert faults(chain, "maker", STUDY) == []


def test_a_group_that_does_not_hold() -> None:
    """Only the criteria that differ are reported, with the values of the rows."""
    chain = grouped(
        group("material", "1", "1.5", "1.5", "1.2"), group("direct", "2", "2", "2", "1")
    )
    assert faults(chain, "maker", STUDY) == [
        (
            "quality.stated_differs",
            ident("maker"),
            "material is rated TeR 1, P 1.2; its rows give TeR 1.25, P 2",
        ),
        ("quality.stated_differs", ident("maker"), "direct is rated P 1; its rows give P 2"),
    ]


def test_a_group_whose_rows_leave_something_open() -> None:
    """Unrated packaging is compared where its dataset says enough; a group without rows is not."""
    chain = grouped(group("packaging", "1", "3", "1", "1"), group("energy", "1", "1", "1", "1"))
    ((_, _, detail),) = faults(chain, "maker", STUDY)
    assert detail == "packaging is rated TeR 1; its rows give TeR 2"


def test_what_no_row_states_is_in_no_group() -> None:
    """A term without a row counts in no group of the entry."""
    chain = grouped(group("material", "1.3", "1.5", "1.5", "2"))
    target = target_of(chain, "maker", STUDY)
    figure = target.figures.entries[ident("maker")]
    term = Term(figure.terms[0].key, figure.terms[0].value, "dataset", "test:gas", None)
    others = {ident("maker"): figure._replace(terms=(*figure.terms, term))}
    target = target._replace(figures=replace(target.figures, entries=others))
    assert list(rating_faults(target)) == []


def demanded(process: str, chain: Graph) -> list[tuple[str, str, str]]:
    """The findings of the draft on the mine with that process."""
    record = chain.entries[ident("mine")]
    entry = record.entry.model_copy(update={"process": _code(process)})
    chain.entries[ident("mine")] = record._replace(entry=entry)
    return faults(chain)


def _code(process: str) -> object:
    return next(row.process for row in DRAFT.company_specific if row.process.value == process)


CATHODE = "raw_material.cathode_active_material"


def test_data_above_the_limits() -> None:
    """TeR 3 above 2, and a mean of 1.667 above 1.5, for a process that requires the company's own data."""
    chain = mined(dataset("test:lime", "2", rating("3", "1", "1")), GAS)
    detail = (
        "the method requires company-specific data of this process: "
        "TeR 3 above 2, DQR 1.667 above 1.5"
    )
    assert demanded(CATHODE, chain) == [("quality.company_specific_limit", ident("mine"), detail)]


def test_data_within_the_limits() -> None:
    """Ratings of 1 are within them, and so is any process that the rulebook does not list."""
    assert demanded(CATHODE, mined()) == []
    chain = mined(dataset("test:lime", "2", rating("3", "1", "1")), GAS)
    assert faults(chain) == []
    assert faults(chain, rulebook=PEF) == []


def test_an_entry_that_rates_nothing_is_reported_once() -> None:
    """Without any rating of an amount, or without any contribution, an entry has no finding of its own."""
    chain = mined()
    rows = inventory(made("mine", "100"), inputs=[used("test:lime", "100")])
    chain.enter("mine", rows, process=CATHODE)
    assert faults(chain) == []
    chain.enter("mine", inventory(made("mine", "100")), process=CATHODE)
    assert faults(chain) == []


def test_a_rulebook_without_limits_has_none() -> None:
    """Limits are the rulebook's; one that states none finds nothing."""
    chain = mined(dataset("test:lime", "2", rating("3", "1", "1")), GAS)
    demanded(CATHODE, chain)
    assert DRAFT.data_quality is not None
    lax = DRAFT.data_quality.model_copy(update={"company_specific": None})
    assert faults(chain, rulebook=DRAFT.model_copy(update={"data_quality": lax})) == []
    assert faults(chain, rulebook=DRAFT.model_copy(update={"data_quality": None})) == []
