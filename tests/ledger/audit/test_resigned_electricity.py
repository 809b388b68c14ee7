"""Electricity stated by colluding manufacturer and operator, which no honest ledger would compute or admit.

The rulebook is the study's with a rule of electricity: 0.437 fossil and 0.0007 of land use change per kWh in Germany.
"""

import pytest
from support.bundles import Json
from support.collusion import Row, act, update
from support.ledger_battery import ELECTRICITY
from support.second_opinion import Both
from support.signed_battery import honest
from support.signed_chain import MIX, Alter, SignedChain, output, taken

from ledger.audit.bundle.container import pack
from ledger.trust.leaves import digest, model_bytes
from schemas.signed.rulebook import Factor, FactorSet, Rulebook
from schemas.views.report import Report
from schemas.vocabulary import Supply

RULED = honest().rulebook.model_copy(update={"electricity": ELECTRICITY})
WIND = {"flow": "db:wind", "values": [{"group": "fossil", "value": "0.01"}]}


def another(factors: FactorSet, flow: str, **members: Json) -> FactorSet:
    """The factor set with a row like that of `db:grid` with these members; None removes a member."""
    grid = next(row.to_json() for row in factors.rows if row.flow == "db:grid")
    said = {**grid, "flow": flow, **members}
    row = Factor.model_validate(
        {name: value for name, value in said.items() if value is not None}, strict=False
    )
    rows = sorted((*factors.rows, row), key=lambda row: (row.flow, row.unit.value, row.direction))
    return factors.model_copy(update={"rows": tuple(rows)})


def without_mix(factors: FactorSet) -> FactorSet:
    """The factor set with a grid row that is not marked as a mix."""
    rows = [row.model_copy(update=dict.fromkeys(MIX)) for row in factors.rows]
    return factors.model_copy(update={"rows": tuple(rows)})


def windy(factors: FactorSet) -> FactorSet:
    """The factor set with wind power, which is not a mix."""
    return another(factors, **WIND, **dict.fromkeys(MIX))


def power(**members: Json) -> Alter:
    """A change of the power of an inventory; None removes a member."""

    def change(inventory: Json) -> Json:
        rows = [
            {k: v for k, v in {**row, **members}.items() if v is not None}
            if row.get("flow") == "db:grid"
            else row
            for row in inventory["inputs"]
        ]
        return {**inventory, "inputs": rows}

    return change


def judge(
    plan: dict[str, Alter], rulebook: Rulebook = RULED, factors: Alter = windy
) -> tuple[Report, Both, dict[str, str]]:
    """The findings of both verifiers on the chain that a plan changes; the reader accepts rulebook and factors."""
    accepted = {
        "rulebooks": (digest(model_bytes(rulebook)),),
        "factor_sets": (digest(model_bytes(factors(honest().factors))),),
    }
    methods: dict[str, Alter] = {"rulebook": lambda _: rulebook, "factors": factors}
    chain, both = Row("", "", {**methods, **plan}).chain(), Both()
    policy = honest().ledger.policy().model_copy(update=accepted)
    report = both(pack(chain.ledger.files()), policy, "sha256:" + "0" * 64)
    assert both.differences == []
    return report, both, chain.ids


def found(report: Report) -> set[str]:
    """The codes of the findings that change the verdict."""
    return {row.code for row in report.findings if row.severity != "remark"}


BARE = {"electricity": None}
SAME = {
    "another flow": power(flow="db:wind"),
    "direct": power(flow="db:wind", purpose="direct", **BARE),
    "material": power(flow="db:wind", purpose="material", **BARE),
    "processing": power(flow="db:wind", purpose="processing", **BARE),
    "packaging": power(flow="db:wind", purpose="packaging", **BARE),
    "a contract": power(flow="db:wind", electricity={"supply": "contract", "certificates": []}),
    "a flow that nothing values": power(flow="db:none"),
}


@pytest.mark.parametrize("name", SAME)
def test_both_verifiers_compute_the_grid_by_the_mix(name: str) -> None:
    """The total is the honest one to the last digit, however the pack plant and the refinery label their power."""
    plan = {"pack": SAME[name], "refinery": SAME[name]}
    report, both, _ = judge(plan)
    assert report.exit_code == 0, report.findings
    assert both.stopped.keys() == set()
    expected, _, _ = judge({})
    assert report.recomputed_total == expected.recomputed_total


def test_digits_by_a_freely_named_flow_are_contradicted() -> None:
    """A declared figure in which the grid counts as wind is not what the rulebook gives."""
    lower, _, _ = judge({"pack": SAME["another flow"]}, honest().rulebook)

    def claim(members: Json) -> Json:
        return {**members, "total": lower.recomputed_total}

    report, _, ids = judge({"pack": SAME["another flow"], "calculation": claim})
    assert found(report) == {"calculation.total"}
    assert report.findings[0].subject == ids["calculation"]
    assert (report.findings[0].effect_kg or "").startswith("-0.0")


def credited(inventory: Json) -> Json:
    """The recycler is credited for power as well."""
    credit = {"flow": "db:wind", "amount": "100", "unit": "kWh", "stage": "end_of_life"}
    return {**inventory, "avoided": [*inventory["avoided"], {**credit, "known": "metered"}]}


def wasted(inventory: Json) -> Json:
    """The recycler sends power to treatment."""
    waste = {"flow": "db:out", "amount": "100", "unit": "kWh", "purpose": "material"}
    return {**inventory, "wastes": [{**waste, "stage": "end_of_life", "known": "metered"}]}


def priced(inventory: Json) -> Json:
    """The recycler is credited for power of a delivery that it receives."""
    credit = {"delivery": honest().ids["ore price"], "amount": "9000", "unit": "kg"}
    return {**inventory, "avoided": [{**credit, "stage": "end_of_life", "known": "metered"}]}


@pytest.mark.parametrize("change", [credited, wasted, priced])
def test_both_verifiers_compute_credits_and_wastes_alike(change: Alter) -> None:
    """In kWh by the mix, a credit as a treatment; goods as before."""
    report, both, _ = judge({"recycler": change})
    assert report.exit_code == 0, report.findings
    assert both.stopped.keys() == set()
    plain, _, _ = judge({})
    assert report.recomputed_total != plain.recomputed_total


def by_line() -> dict[str, Alter]:
    """A plan by which the pack plant uses power from a delivery of a power plant without a footprint."""
    chains: list[SignedChain] = []

    def plant(chain: SignedChain) -> None:
        made = {"outputs": [output("current", "99999", "kWh")]}
        chain.entry("plant", "mine", "raw_material.energy_supply", made)
        sold = {"entry": chain.ids["plant"], "amount": "33333.3", "unit": "kWh"}
        chain.deliver("current", "mine", "packer", "current", **sold)
        chains.append(chain)

    def pack(inventory: Json) -> Json:
        rows = [row for row in inventory["inputs"] if row.get("flow") != "db:grid"]
        power = taken(chains[0].ids["current"], "33333.3", "kWh")
        return {**inventory, "inputs": [*rows, {**power, "purpose": "energy"}]}

    return {"before": act(plant), "pack": pack}


def test_a_delivery_in_kwh_counts_as_stated_and_is_found() -> None:
    """Both verifiers treat it as a direct line; the first gives the effect: all of the pack plant's power."""
    report, both, ids = judge(by_line())
    assert report.exit_code == 0, report.findings
    assert both.stopped.keys() == set()
    (row,) = [row for row in report.findings if row.code == "electricity.as_stated"]
    assert row.subject == ids["pack"]
    taken_off = 33333.3 * 0.4377 / (100 * 75 * 60 * 6.5)
    assert float(row.effect_kg or "0") == pytest.approx(-taken_off, rel=1e-3)
    none = ELECTRICITY.model_copy(update={"allowed": (Supply.ON_SITE,)})
    report, both, _ = judge(by_line(), RULED.model_copy(update={"electricity": none}))
    assert found(report) == {"electricity.delivery"}
    assert report.exit_code == 1


def current(factors: FactorSet) -> FactorSet:
    """The factor set with electricity in MJ."""
    members = {"unit": "MJ", "carrier": "electricity", **dict.fromkeys(MIX)}
    return another(factors, "db:current", **members)


def twice(factors: FactorSet) -> FactorSet:
    """The factor set with a second mix of Germany in 2025."""
    return another(factors, "db:second", **{**MIX, "mix": "average"})


MJ = {"unit": "MJ", "amount": "99999.9"}
REFUSED = {
    "no mix of the country": ("electricity.no_mix", {}, without_mix),
    "a site in another country": (
        "electricity.no_mix",
        {"pack header": update(site={"code": "packer-1", "country": "PL"})},
        windy,
    ),
    "an entry before the mix": (
        "electricity.no_mix",
        {
            "recycler header": update(period={"start": "2024-06-01", "end": "2025-01-01"}),
        },
        windy,
    ),
    "two mixes of a year": ("factor.ambiguous", {}, twice),
    "electricity in megajoules": (
        "electricity.unit",
        {"pack": power(flow="db:current", purpose="material", **MJ, **BARE)},
        current,
    ),
    "power in megajoules": ("electricity.unit", {"pack": power(flow="db:heat", **MJ)}, windy),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_ledger_computes_is_found_by_both(name: str) -> None:
    """The first finding has the code of the refusal, in both verifiers."""
    code, plan, factors = REFUSED[name]
    report, both, _ = judge(plan, factors=factors)
    assert report.exit_code == 1
    assert code in found(report)
    assert both.stopped.keys() == set()


def test_the_mix_of_an_older_year_counts_where_no_newer_one_does() -> None:
    """Both verifiers use the newest of two years that is not after the entry."""

    def years(factors: FactorSet) -> FactorSet:
        older = another(factors, "db:grid2024", **{**MIX, "year": 2024})
        older = another(older, "db:grid2026", **{**MIX, "year": 2026})
        residual = {**MIX, "mix": "residual", "values": WIND["values"]}
        return another(older, "db:residual", **residual)

    plain, _, _ = judge({})
    report, both, _ = judge({}, factors=years)
    assert report.recomputed_total == plain.recomputed_total
    assert both.stopped.keys() == set()


def test_a_missing_mix_is_reported_for_the_entry_whose_country_has_none() -> None:
    """The pack plant says that it is in Poland; the others are where they were."""
    report, _, ids = judge(REFUSED["a site in another country"][1])
    subjects = {row.subject for row in report.findings if row.code == "electricity.no_mix"}
    assert subjects == {ids["pack"]}
