"""Electricity that a method does not take, and contracts that certificates do not back."""

from collections.abc import Iterable
from decimal import Decimal

import pytest
from support.chains import STUDY, Chain, factors, grids, ident
from support.rows import Row, inventory, made, used

from ledger.footprint.electricity import electricity_faults
from ledger.footprint.graph import Observation
from ledger.rulebooks.catalog import load_rulebook
from schemas.entry import Site
from schemas.rulebook import FactorSet, Rulebook

DRAFT, PEF = load_rulebook("eu-ev-draft-2024"), load_rulebook("pef-2021")
WIND = factors({"test:wind": "0.01"}, unit="kWh")
MIXES = grids({"FI": "0.21", "FI/residual": "0.51"})
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
    """What is found at a mill of 100 kg that has these rows."""
    chain = Chain(tuple(sets))
    chain.enter("mill", inventory(made("mill", "100"), inputs=list(rows)))
    found = list(electricity_faults(chain.reader("mill", rulebook=rulebook)))
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
        (DRAFT, "on_site", []),
        (PEF, "contract", []),
        (STUDY, "contract", []),
    ],
)
def test_a_supply_is_one_that_the_method_takes(
    rulebook: Rulebook, supply: str, codes: list[str]
) -> None:
    """The EV draft takes no contracts; PEF takes them; a rulebook without a rule says nothing."""
    row = bought(certificate(1, 1), supply=supply)
    assert [found.code for found in faults(row, rulebook=rulebook)] == codes


def test_the_claim_of_a_refused_contract_is_told_and_not_counted() -> None:
    """500 kWh at 0.01 and not at the average of 0.21 would have taken off 100 kg."""
    (found,) = faults(bought(certificate(1, 1)), rulebook=DRAFT)
    assert found.effect == -100
    assert "does not take electricity by contract; per kg of main 5 kWh valued" in found.detail
    assert "by the average mix, grid:FI.average: the claim is not counted" in found.detail


@pytest.mark.parametrize("sets", [[WIND], [WIND, MIXES, MIXES]])
def test_without_a_mix_the_fault_has_no_effect(sets: list[FactorSet]) -> None:
    """No named set has the mix of Finland, or two have: the difference cannot be told."""
    (found,) = faults(bought(certificate(1, 1)), rulebook=DRAFT, sets=sets)
    assert (found.code, found.effect) == ("electricity.supply", None)
    assert "valued as stated, for no named set has the average mix of FI" in found.detail


def test_a_rulebook_without_a_fallback_has_no_mix() -> None:
    """It refuses the supply and cannot say what else holds."""
    assert DRAFT.electricity is not None
    silent = DRAFT.electricity.model_copy(update={"fallback": None})
    (found,) = faults(bought(), rulebook=DRAFT.model_copy(update={"electricity": silent}))
    assert found.effect is None
    assert "has the grid mix of FI" in found.detail


def test_a_contract_names_certificates() -> None:
    """Under PEF the whole row belongs to the residual mix: 500 kWh x (0.01 - 0.51)."""
    assert told(faults(bought())) == [("electricity.no_certificate", Decimal(-250))]
    assert told(faults(bought(), sets=[WIND])) == [("electricity.no_certificate", None)]
    assert told(faults(bought(), sets=[MIXES])) == [("electricity.no_certificate", None)]


def test_certificates_cover_the_kilowatt_hours() -> None:
    """Of 700 kWh, certificates for 500 leave 200 to the residual mix."""
    (found,) = faults(bought(certificate(1, 1), kwh="700"))
    assert (found.code, found.effect) == ("electricity.volume", Decimal(-100))
    assert found.detail == "per kg of main 7 kWh under contract, certificates cover 5"
    assert faults(bought(certificate(1, 1), certificate(2, 2), kwh="700")) == []


def test_a_certificate_is_one_megawatt_hour() -> None:
    """Two serials attest 2000 kWh; the 100 kWh beyond belong to the residual mix, where the row needs them."""
    claimed = certificate(1, 2, kwh="2100")
    (found,) = faults(bought(claimed, kwh="2100"))
    assert (found.code, found.effect) == ("electricity.serials", Decimal(-50))
    assert found.detail == "per kg of main 21 kWh on certificates, their serials attest 20"
    assert told(faults(bought(claimed, kwh="1500"))) == [("electricity.serials", Decimal(0))]
    assert faults(bought(certificate(1, 2, kwh="2000"), kwh="2000")) == []


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
    found = faults(bought(certificate(1, 1, produced=produced)))
    assert told(found) == [(code, Decimal(-250)) for code in codes]


@pytest.mark.parametrize(("timely", "effect"), [("100", -200), ("499", "-0.5"), ("500", 0)])
def test_what_other_certificates_do_not_cover_is_of_another_time(
    timely: str, effect: str | int
) -> None:
    """900 kWh of another year beside some of this one, in a row of 500: what this one leaves open is lost."""
    produced = {"start": "2020-01-01", "end": "2021-01-01"}
    rows = (certificate(1, 1, kwh="900", produced=produced), certificate(2, 2, kwh=timely))
    (found,) = faults(bought(*rows))
    assert (found.code, found.effect) == ("electricity.period", Decimal(effect))
    assert found.detail.startswith("certificates GO 1 to 1 were produced in another time")


def test_the_zone_of_a_grid_comes_before_the_country() -> None:
    """A site in zone SE3 has the mix of that zone where a set has one, else that of Sweden."""
    for mixes, effect in (({"SE3": "0.11", "SE": "0.21"}, -50), ({"SE": "0.21"}, -100)):
        chain = Chain((WIND, grids(mixes)))
        site = Site(code="P1", country="SE", zone="SE3")
        listed = inventory(made("mill", "100"), inputs=[bought()])
        chain.enter("mill", listed, site=site)
        (found,) = electricity_faults(chain.reader("mill", rulebook=DRAFT))
        assert found.effect == effect


def test_a_certificate_is_claimed_once() -> None:
    """A serial in two entries is found at the second one, with what its claim has taken off."""
    chain = Chain(SETS)
    for name, (first, last) in {"mill": (1, 10), "plant": (10, 20), "later": (21, 30)}.items():
        row = bought(certificate(first, last))
        chain.enter(name, inventory(made(name, "100"), inputs=[row, used("test:wind", "1")]))
    chain.enter("withheld", None)
    names = ("mill", "plant", "later", "withheld")
    (found,) = electricity_faults(chain.reader(*names, rulebook=PEF))
    assert (found.code, found.effect) == ("electricity.certificate_twice", Decimal(-250))
    assert "certificates GO " in found.detail


def test_a_claim_that_is_not_counted_takes_nothing_off() -> None:
    """Under the EV draft both rows have the mix; without a mix nobody can tell; the claim stands twice."""
    row = bought(certificate(1, 1))
    for sets, effect in ((SETS, 0), ([WIND], None)):
        _, _, twice = faults(row, row, rulebook=DRAFT, sets=sets)
        assert (twice.code, twice.effect) == ("electricity.certificate_twice", effect)
