"""Electricity by another factor than its country's mix, second-choice mixes, contracts without certificates."""

from collections.abc import Iterable
from decimal import Decimal

import pytest
from support.graph import STUDY, Graph, factors, grids, ident
from support.rows import Row, avoided, inventory, made, taken, used, wasted

from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.electricity import electricity_faults
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.entry import Site
from schemas.signed.rulebook import FactorSet, Rulebook

DRAFT, PEF = load_rulebook("eu-ev-draft-2024"), load_rulebook("pef-2021")
WIND = factors({"test:wind": "0.01", "test:coal": "1.1"}, unit="kWh")
MIXES = grids({"FI": "0.21", "FI/residual": "0.51", "SE": "0.02"})
SETS = (WIND, MIXES)


def certificate(first: int, last: int, **members: object) -> Row:
    """A range of serials for 500 kWh of 2025."""
    produced = {"start": "2025-01-01", "end": "2026-01-01"}
    usual = {"scheme": "GO", "first": first, "last": last, "kwh": "500", "produced": produced}
    return {**usual, **members}


def bought(*certificates: Row, supply: str = "contract", kwh: str = "500") -> Row:
    """Electricity, at the factor of wind."""
    stated = {"supply": supply, "certificates": list(certificates)}
    return used("test:wind", kwh, unit="kWh", purpose="energy", electricity=stated)


def faults(
    *rows: Row, rulebook: Rulebook = PEF, sets: Iterable[FactorSet] = SETS
) -> list[Observation]:
    """The findings on a mill of 100 kg with these rows."""
    chain = Graph(tuple(sets))
    chain.enter("mill", inventory(made("mill", "100"), inputs=list(rows)))
    found = list(electricity_faults(chain.context("mill", rulebook=rulebook)))
    assert {row.subject for row in found} <= {ident("mill")}
    return found


def told(found: list[Observation]) -> list[tuple[str, Decimal | None]]:
    """Codes and effects."""
    return [(row.code, row.effect) for row in found]


@pytest.mark.parametrize(
    ("rulebook", "supply", "codes"),
    [
        (DRAFT, "contract", ["electricity.supply"]),
        (DRAFT, "grid", []),
        (DRAFT, "on_site", ["electricity.as_stated"]),
        (PEF, "contract", ["electricity.as_stated"]),
        (PEF, "direct_line", ["electricity.as_stated"]),
        (STUDY, "contract", ["electricity.other_factor"]),
        (STUDY, "grid", ["electricity.other_factor"]),
    ],
)
def test_a_supply_is_one_that_the_method_takes(
    rulebook: Rulebook, supply: str, codes: list[str]
) -> None:
    """A supply accepted as stated is reported, as it is the declarer's choice; a row from the grid has the mix."""
    row = bought(certificate(1, 1), supply=supply)
    assert [found.code for found in faults(row, rulebook=rulebook)] == codes


def test_the_claim_of_a_refused_contract_is_reported_and_not_counted() -> None:
    """500 kWh at 0.01 and not at the average of 0.21 would have taken off 100 kg."""
    (found,) = faults(bought(certificate(1, 1)), rulebook=DRAFT)
    assert found.effect == -100
    assert "does not take electricity by contract; per kg of main 5 kWh valued" in found.detail
    mix = "the average mix of FI for 2025, grid:FI.average.2025"
    assert found.detail.endswith(f"valued by {mix}: the claim is not counted")


@pytest.mark.parametrize("sets", [[WIND], [WIND, MIXES, MIXES]])
def test_without_a_mix_the_fault_has_no_effect(sets: list[FactorSet]) -> None:
    """No named set has the mix of Finland, or two have: the difference is unknown."""
    (found,) = faults(bought(supply="on_site"), rulebook=DRAFT, sets=sets)
    assert (found.code, found.effect) == ("electricity.as_stated", None)
    assert found.detail.endswith("not by a mix of FI, of which no named set has one")


@pytest.mark.parametrize(
    ("flow", "effects"), [("test:wind", [-100]), ("test:coal", []), ("grid:SE.average.2025", [-95])]
)
def test_what_is_taken_as_stated_is_reported_where_it_takes_something_off(
    flow: str, effects: list[int]
) -> None:
    """A dirtier supply than the mix raises the figure, so it is no finding."""
    row = {**bought(supply="on_site"), "flow": flow}
    assert [found.effect for found in faults(row, rulebook=DRAFT)] == effects


def plant(*, kg: str, rulebook: Rulebook) -> list[Observation]:
    """The findings on a mill that uses 10 kWh of a power plant, which emits `kg` of CO2 for 100 kWh."""
    chain = Graph((MIXES, factors({"test:lime": "1"})))
    used_up = [used("test:lime", kg)] if kg != "0" else []
    chain.enter("plant", inventory(made("plant", "100", unit="kWh"), inputs=used_up))
    chain.deliver("power", "plant", "mill", "10", unit="kWh")
    row = taken("power", "10", unit="kWh", purpose="energy")
    chain.enter("mill", inventory(made("mill", "100"), inputs=[row]))
    return list(electricity_faults(chain.context("mill", rulebook=rulebook)))


@pytest.mark.parametrize("rulebook", [DRAFT, STUDY])
def test_a_delivery_in_kwh_is_a_direct_line_and_reported_with_its_effect(
    rulebook: Rulebook,
) -> None:
    """A power plant without a footprint takes 10 x 0.21 kg off; a dirtier one is a finding in a study only."""
    (found,) = plant(kg="0", rulebook=rulebook)
    assert (found.subject, found.effect) == (ident("mill"), Decimal("-2.1"))
    codes = {row.code: row.effect for row in plant(kg="121", rulebook=rulebook)}
    assert codes == ({} if rulebook is DRAFT else {"electricity.other_factor": Decimal(10)})


@pytest.mark.parametrize(
    ("country", "zone", "grid", "effects"),
    [
        ("SE", None, "SE", []),
        ("SE", "SE3", "SE", []),
        ("SE", "SE3", "SE3", []),
        ("SE", "SE3", "NO", [Decimal(5)]),
        ("SE", None, "SE3", [Decimal(-5)]),
        ("SE", "NO", "NO", [Decimal(5)]),
        ("CN", "SE3", "SE3", [None]),
    ],
)
def test_without_a_rule_a_factor_is_a_mix_of_the_country_or_zone(
    country: str, zone: str | None, grid: str, effects: list[Decimal | None]
) -> None:
    """A study counts electricity as stated; a mix of the place is no finding, one of another zone is."""
    chain = Graph((grids({"SE": "0.02", "SE3": "0.01", "NO": "0.03"}),))
    row = {**bought(supply="grid"), "flow": f"grid:{grid}.average.2025"}
    site = Site(code="P1", country=country, zone=zone)
    chain.enter("mill", inventory(made("mill", "100"), inputs=[row]), site=site)
    found = list(electricity_faults(chain.context("mill")))
    assert [fault.effect for fault in found] == effects
    counted = f"per kg of main 5 kWh counted by grid:{grid}.average.2025"
    assert all(row.detail == f"{counted}, which is not a mix of {country}" for row in found)


def test_without_a_rule_wastes_credits_and_megajoules_are_reported_too() -> None:
    """Each with its effect; a credit by a dirtier flow than the mix takes too much off."""
    treated = factors({"test:out": "-0.09"}, "treatment", "kWh")
    stream = factors({"test:stream": "0.05"}, "product", "MJ", carrier="electricity")
    chain = Graph((*SETS, treated, stream))
    lists = {
        "inputs": [used("test:stream", "36", unit="MJ", purpose="energy")],
        "wastes": [wasted("test:out", "10", unit="kWh")],
        "avoided": [
            avoided("10", flow="test:coal", unit="kWh"),
            avoided("10", unit="kWh", flow="grid:FI.average.2025"),
        ],
    }
    chain.enter("mill", inventory(made("mill", "100"), **lists))
    found = list(electricity_faults(chain.context("mill")))
    assert told(found) == [
        ("electricity.other_factor", Decimal("-0.3")),
        ("electricity.other_factor", Decimal(-3)),
        ("electricity.other_factor", Decimal("-8.9")),
    ]


def test_a_credit_on_a_material_alone_cannot_be_compared() -> None:
    """It has no price per kWh without a rulebook dataset."""
    chain = Graph(SETS)
    lists = {"avoided": [avoided("10", unit="kWh", material="C")]}
    chain.enter("mill", inventory(made("mill", "100"), **lists))
    assert told(list(electricity_faults(chain.context("mill")))) == [
        ("electricity.other_factor", None)
    ]


def test_a_row_of_a_recycler_counts_as_far_as_the_formula_counts_it() -> None:
    """With A = 0.2 end of life counts 0.8 of the process, so the effect is 0.8 of 500 x (0.01 - 0.21)."""
    chain = Graph((*SETS, factors({"test:copper": "5"})))
    lists = {"inputs": [bought(supply="on_site")]}
    lists["avoided"] = [avoided("4", flow="test:copper", material="Cu")]
    chain.enter("mill", inventory(made("mill", "100"), **lists), process="end_of_life.shredding")
    (found,) = electricity_faults(chain.context("mill", rulebook=DRAFT))
    assert found.effect == -80


@pytest.mark.parametrize(
    ("rulebook", "mixes", "codes", "words"),
    [
        (DRAFT, {"FI": "0.2"}, [], ""),
        (DRAFT, {"FI/average/2022": "0.2"}, [], ""),
        (PEF, {"FI/residual": "0.2"}, [], ""),
        (DRAFT, {"FI/average/2021": "0.2"}, ["old_mix"], "2021, older than 3 years"),
        (DRAFT, {"FI/production": "0.2"}, ["second_choice"], "has its average mix"),
        (PEF, {"FI": "0.2"}, ["second_choice"], "has its residual mix"),
        (PEF, {"FI/production": "0.2"}, ["second_choice"], "has its residual or average mix"),
        (PEF, {"FI/average/1999": "0.2"}, ["second_choice", "old_mix"], "older than 3 years"),
    ],
)
def test_a_mix_of_second_choice_or_of_long_ago_is_reported_once_an_entry(
    rulebook: Rulebook, mixes: dict[str, str], codes: list[str], words: str
) -> None:
    """With the kWh that it values; three years is not old, and there is no finding if no row has the mix."""
    sets = (WIND, grids(mixes))
    rows = (bought(supply="grid"), used("test:coal", "100", unit="kWh"))
    found = faults(*rows, rulebook=rulebook, sets=sets)
    assert [row.code for row in found] == [f"electricity.{code}" for code in codes]
    assert all(row.detail.startswith("per kg of main 6 kWh valued by") for row in found)
    assert not found or words in found[-1].detail
    alone = faults(bought(supply="on_site"), rulebook=rulebook, sets=sets)
    assert {row.code for row in alone} == {"electricity.as_stated"}


def without_claims(found: Iterable[Observation]) -> list[Observation]:
    """The findings on the backing of contracts, without those on contracts counted as stated."""
    return [row for row in found if row.code != "electricity.as_stated"]


def unbacked(*rows: Row, sets: Iterable[FactorSet] = SETS) -> list[Observation]:
    """The findings under PEF on the backing of a mill's contracts."""
    return without_claims(faults(*rows, sets=sets))


def test_a_contract_names_certificates() -> None:
    """Under PEF the whole row belongs to the residual mix: 500 kWh x (0.01 - 0.51)."""
    assert told(unbacked(bought())) == [("electricity.no_certificate", Decimal(-250))]
    assert told(unbacked(bought(), sets=[WIND])) == [("electricity.no_certificate", None)]
    assert told(unbacked(bought(), sets=[MIXES])) == [("electricity.no_certificate", None)]


def test_certificates_cover_the_kilowatt_hours() -> None:
    """Of 700 kWh, certificates for 500 leave 200 to the residual mix."""
    (found,) = unbacked(bought(certificate(1, 1), kwh="700"))
    assert (found.code, found.effect) == ("electricity.volume", Decimal(-100))
    assert found.detail == "per kg of main 7 kWh under contract, certificates cover 5"
    assert unbacked(bought(certificate(1, 1), certificate(2, 2), kwh="700")) == []


def test_a_certificate_is_one_megawatt_hour() -> None:
    """Two serials attest 2000 kWh; the 100 kWh beyond belong to the residual mix, where the row needs them."""
    claimed = certificate(1, 2, kwh="2100")
    (found,) = unbacked(bought(claimed, kwh="2100"))
    assert (found.code, found.effect) == ("electricity.serials", Decimal(-50))
    assert found.detail == "per kg of main 21 kWh on certificates, their serials attest 20"
    assert told(unbacked(bought(claimed, kwh="1500"))) == [("electricity.serials", Decimal(0))]
    assert unbacked(bought(certificate(1, 2, kwh="2000"), kwh="2000")) == []


@pytest.mark.parametrize(
    ("start", "end", "codes"),
    [
        ("2024-01-01", "2025-01-01", ["electricity.period"]),
        ("2024-01-01", "2025-01-02", []),
        ("2026-01-01", "2026-02-01", ["electricity.period"]),
    ],
)
def test_certificates_are_of_the_period(start: str, end: str, codes: list[str]) -> None:
    """Production that shares no day with the entry's period is another year's."""
    produced = {"start": start, "end": end}
    found = unbacked(bought(certificate(1, 1, produced=produced)))
    assert told(found) == [(code, Decimal(-250)) for code in codes]


@pytest.mark.parametrize(("timely", "effect"), [("100", -200), ("499", "-0.5"), ("500", 0)])
def test_what_other_certificates_do_not_cover_is_of_another_time(
    timely: str, effect: str | int
) -> None:
    """900 kWh of another year beside some of this one, in a row of 500: the part that this one leaves open is lost."""
    produced = {"start": "2020-01-01", "end": "2021-01-01"}
    rows = (certificate(1, 1, kwh="900", produced=produced), certificate(2, 2, kwh=timely))
    (found,) = unbacked(bought(*rows))
    assert (found.code, found.effect) == ("electricity.period", Decimal(effect))
    assert found.detail.startswith("certificates GO 1 to 1 were produced in another time")


def test_a_certificate_is_claimed_once() -> None:
    """A serial in two entries is found at the second one, with what its claim has taken off."""
    chain = Graph(SETS)
    for name, (first, last) in {"mill": (1, 10), "plant": (10, 20), "later": (21, 30)}.items():
        row = bought(certificate(first, last))
        chain.enter(name, inventory(made(name, "100"), inputs=[row, used("test:wind", "1")]))
    chain.enter("withheld", None)
    names = ("mill", "plant", "later", "withheld")
    (found,) = without_claims(electricity_faults(chain.context(*names, rulebook=PEF)))
    assert (found.code, found.effect) == ("electricity.certificate_twice", Decimal(-250))
    assert "certificates GO " in found.detail


def test_a_claim_that_is_not_counted_takes_nothing_off() -> None:
    """Under the EV draft both rows have the mix; without a mix the effect is unknown; both claim it."""
    row = bought(certificate(1, 1))
    for sets, effect in ((SETS, 0), ([WIND], None)):
        _, _, twice = faults(row, row, rulebook=DRAFT, sets=sets)
        assert (twice.code, twice.effect) == ("electricity.certificate_twice", effect)
