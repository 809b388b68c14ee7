"""The Commission's filled templates, computed from entries to their printed digits, and certificates from them."""

from decimal import Decimal

import pytest
from support.cbam import (
    BOTH,
    EMISSIONS,
    Border,
    factor_set,
    grid_factor,
    power,
    screws,
)

from ledger.rulebooks.cbam_catalog import load_cbam_tables
from schemas.signed.cbam_tables import CbamTables

BILLET = "billet to screws"


def close(found: str | None, expected: str, places: int = 15) -> bool:
    """True if a number has the printed digits, in the double precision of a spreadsheet."""
    assert found is not None
    return abs(Decimal(found) - Decimal(expected)) < Decimal(1).scaleb(-places)


def test_screws_of_carbon_steel() -> None:
    """V1: 682359/340000 direct, 0.4066 indirect, 0.6065794117647059 MWh, m = 20/17, nothing by default."""
    found = screws().result("screws", {BILLET: EMISSIONS})
    assert found.see_direct == "2.006938235294117647058823529411765"
    assert close(found.see_indirect, "0.4066")
    assert close(found.embedded_electricity, "0.6065794117647059")
    assert (found.default_share, found.indirect_counts) == ("0", False)
    (billet,) = found.precursors
    assert billet.tonnes == "1.176470588235294117647058823529412"
    assert (billet.standing, billet.sefa_standing) == ("verified", "default")


@pytest.mark.parametrize(
    ("year", "sefa", "net"),
    [
        (2026, "1.601638235294117647058823529411765", "0.4053"),
        (2030, "0.8459935294117647058823529411764706", "1.160944705882352941176470588235294"),
        (2034, "0", "2.006938235294117647058823529411765"),
    ],
)
def test_certificates_of_screws(year: int, sefa: str, net: str) -> None:
    """V7: the precursor at column B of route C, which its maker states."""
    found = screws(year).result("screws", {BILLET: EMISSIONS}, year=year)
    assert (found.sefa, found.net) == (sefa, net)


def test_column_a_alone_is_five_times_too_much() -> None:
    """V7's trap: one joint process, or the common error, has 1.969888 left to pay in place of 0.4053."""
    found = screws().result("screws", {BILLET: EMISSIONS})
    left = Decimal(found.see_direct) - Decimal(found.sefa_column_a)
    assert close(str(left), "1.969888235294", 12)


def test_screws_by_default() -> None:
    """V7: 7.013 less 0.975 x 1.364 of route C leaves 5.6831 t per tonne."""
    found = screws().result("screws", {BILLET: EMISSIONS})
    assert (found.see_default, found.sefa_default, found.net_default) == (
        "7.013",
        "1.3299",
        "5.6831",
    )


def test_semi_finished_steel_of_china_by_default() -> None:
    """V7: 7207 11 11 is 3.486 in 2026, and 2.1561 is left to pay."""
    border = Border()
    border.make("billet", "72071111", "100", "100")
    found = border.result("billet")
    assert (found.see_default, found.net_default) == ("3.486", "2.1561")


def test_screws_of_high_alloy() -> None:
    """V2: 1601007/820000 direct and 467153/205000 indirect."""
    border = Border((factor_set(grid_factor("CN", "0.833"), grid_factor("IN", "1.732")),))
    border.make("bar", "72181000", "1000", "1440", [power("IN", "1000")], country="IN", route="J")
    rows = [border.sell("bar", "screws", "10000"), power("CN", "1640")]
    border.make("screws", "73181535", "8200", "1610.07", rows)
    found = border.result("screws", {"bar to screws": EMISSIONS})
    assert close(found.see_direct, "1.95244756097560975610", 20)
    assert close(found.see_indirect, "2.27879512195121951220", 20)


def aluminium() -> Border:
    """V3: a smelter and a forming shop on one site."""
    border = Border((factor_set(grid_factor("CN", "1")),))
    smelting = [power("CN", "1230000")]
    border.make(
        "smelter", "76011010", "200000", "311000", smelting, route="K", firm="works", site="P1"
    )
    rows = [border.sell("smelter", "forming", "120000"), power("CN", "43050")]
    border.make("forming", "76042100", "113000", "5283", rows, route="K", firm="works", site="P1")
    return border


def test_aluminium_in_two_processes() -> None:
    """V3: 1.555 and 6.15 of the smelter; 1.698 and 6.912 after forming, with m = 120/113."""
    smelter = aluminium().result("smelter")
    assert (smelter.see_direct, smelter.see_indirect) == ("1.555", "6.15")
    found = aluminium().result("forming")
    assert close(found.see_direct, "1.69807964601769911504", 20)
    assert close(found.see_indirect, "6.91194690265486725664", 20)
    assert close(found.precursors[0].tonnes, "1.06194690265486725664", 20)
    assert found.precursors[0].standing == "same_installation"


def test_a_blast_furnace_as_one_joint_process() -> None:
    """V4: the gas that it exports, 478,959.36 t by that of natural gas, is off its own; 1.538976 is left."""
    border = Border()
    exported = Decimal(12800) * Decimal("56.1") * Decimal("0.667")
    own = Decimal("7866044.469877754") - exported
    assert exported == Decimal("478959.36")
    border.make("coil", "72081000", "4800000", str(own), route="C")
    border.make("ore", "26011100", "9000000", country="AU")
    rows = [border.sell("ore", "furnace", "6000000")]
    border.make("furnace", "72071111", "4800000", str(own), rows, route="C")
    found = border.result("furnace")
    assert close(found.see_direct, "1.5389760645578654")
    assert found.precursors[0].standing == "not_covered"


def mill(*unverified: str) -> tuple[Border, dict[str, frozenset[str]]]:
    """V5: an arc furnace that takes four bought precursors, and a rolling mill on its site."""
    border = Border()
    bought = {
        "ingots": ("72061000", "0.03605192479856759", "1.48"),
        "nickel": ("72026000", "0.15522516738155073", "3"),
        "chrome": ("72024110", "0.14826007162041183", "2.5"),
        "manganese": ("72021120", "0.02712399283795882", "1.3"),
    }
    rows, verified = [], {}
    for name, (cn, share, see) in bought.items():
        tonnes = Decimal(share) * 2234000
        border.make(name, cn, "1000", str(Decimal(see) * 1000), country="IN", route="E")
        rows.append(border.sell(name, "furnace", str(tonnes)))
        if name not in unverified:
            verified[f"{name} to furnace"] = BOTH
    paid = Decimal("14.38090967062668") * 2234000
    price = [
        {"scheme": "national", "currency": "USD", "amount": str(paid.normalize()), "evidence": []}
    ]
    works = {"firm": "works", "site": "P1"}
    border.make(
        "furnace", "72181000", "2234000", "171005.30885696854", rows, carbon_prices=price, **works
    )
    rolling = [border.sell("furnace", "rolling", "1227000")]
    border.make("rolling", "72210010", "1133000", "402245.415", rolling, **works)
    return border, verified  # type: ignore[return-value]


def with_default(cn: str, value: str) -> CbamTables:
    """The published tables with another default for one code in India, as in the Commission's example."""
    tables = load_cbam_tables()
    defaults = tuple(
        listed.model_copy(
            update={
                "rows": tuple(
                    row._replace(total=value, in_2026=value) if row.cn == cn[: len(row.cn)] else row
                    for row in listed.rows
                )
            }
        )
        for listed in tables.defaults
    )
    return tables.model_copy(update={"defaults": defaults})


def test_a_mill_with_four_bought_precursors() -> None:
    """V5: 1.001490412107485 of crude steel and 1.43960648778101 rolled; the default's share travels with the sum."""
    border, verified = mill("manganese")
    tables = with_default("72021120", "1.3")
    crude = border.result("furnace", verified, tables=tables)
    assert close(crude.see_direct, "1.001490412107485")
    assert close(crude.default_share, "0.03520871519393244")
    found = border.result("rolling", verified, tables=tables)
    assert close(found.see_direct, "1.4396064877810097")
    assert close(found.default_share, "0.026525759701623797")
    assert [
        (row.currency, close(row.amount, "15.574030155215299", 12)) for row in found.carbon_prices
    ] == [("USD", True)]


def test_a_withdrawn_attestation_lets_the_default_take_over() -> None:
    """The nickel of the mill counts by default, which is dearer; the result says for which goods."""
    border, verified = mill()
    proven = border.result("rolling", verified)
    border, verified = mill("nickel")
    found = border.result("rolling", verified)
    assert Decimal(found.net) > Decimal(proven.net)
    assert (proven.default_share, found.default_share > "0") == ("0", True)
    standings = {row.cn: row.standing for row in border.result("furnace", verified).precursors}
    assert standings["72026000"] == "default"


def test_cement_counts_its_electricity() -> None:
    """V6: 0.7852147410358565 direct and 0.12224275 indirect, both declared."""
    border = Border((factor_set(grid_factor("CN", "0.5")),))
    tonnes = "1321052.631578947"
    mwh = Decimal("0.2444855") * Decimal(tonnes)
    border.make("cement", "25232900", tonnes, "1037310", [power("CN", str(mwh))])
    found = border.result("cement")
    assert close(found.see_direct, "0.7852147410358565")
    assert close(found.see_indirect, "0.12224275")
    assert (found.indirect_counts, found.per) == (True, "clinker")
