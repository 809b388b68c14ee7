"""Loops end only where case.toml cuts them, and each cut has its size."""

from decimal import Decimal
from pathlib import Path

import pytest
from support.case_baars import BATTERY, CUT, PER_KG, link_baars
from support.graph_case import case_figures
from support.refusal import refused

from ledger.exchange.case_cuts import CutSize, check_loops, cut_sizes, signed_cuts
from ledger.exchange.case_folder import read_case
from ledger.exchange.case_plan import Plan, plan
from schemas.vocabulary import Unit

SITES = """\
site_id,site,country,stage,output,unit
A,Mill,DE,main production,sheet,kg
B,Smelter,DE,raw material,metal,kg
C,Power plant,DE,raw material,power,MJ
"""
ROWS = """\
site_id,kind,input,amount_per_unit_output,unit,stage
A,site,B,2,kg,raw material
B,site,C,0.5,MJ,raw material
B,x,f,3,kg,raw material
C,site,B,0.2,kg,raw material
C,site,A,0.1,kg,raw material
C,x,f,1,kg,raw material
"""
FACTORS = "factor_id,name,value,unit\nf,fuel,1,kg CO2e/kg\n"
CUT_B = '[[cut]]\nfrom = "B"\nto = "C"\nreason = "own metal"\n'
CUT_A = '[[cut]]\nfrom = "A"\nto = "C"\nreason = "own sheet"\n'


def write(folder: Path, settings: str = CUT_A + CUT_B, rows: str = ROWS, **files: str) -> Path:
    """The case of three sites on two loops: A uses B, B uses C, C uses both."""
    folder.mkdir()
    texts = {"sites": SITES, "activities": rows, "factors": FACTORS} | files
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "case.toml").write_text(settings, encoding="utf-8")
    return folder


def sizes(it: Plan) -> tuple[CutSize, ...]:
    """The sizes of the cuts, from the figures of the graph."""
    check_loops(it)
    return cut_sizes(it, case_figures(it))


def test_two_loops_solved_by_hand(tmp_path: Path) -> None:
    """Cut, C is 1, B 3.5 and A 7; solved, B = 3 + C/2 and C = 1 + 0.4 B, so B is 4.375 and A 8.75.

    C lacks 0.1 x 8.75 of sheet and 0.2 x 4.375 of metal, and each A contains one C.
    """
    it = plan(read_case(write(tmp_path / "case")))
    assert case_figures(it) == {"A": Decimal(7), "B": Decimal("3.5"), "C": Decimal(1)}
    found = [(row.cut.supply, row.output, row.kg, row.full) for row in sizes(it)]
    whole = Decimal("8.75")
    assert found == [
        ("A", "A", Decimal("0.875"), whole),
        ("B", "A", Decimal("0.875"), whole),
    ]


def test_a_scrap_output_carries_nothing_around_the_loop(tmp_path: Path) -> None:
    """If C uses scrap of A in place of sheet, the loop still has to be cut, and the cut is worth nothing."""
    rows = ROWS.replace("C,site,A,0.1", "C,site,TRIM,0.1").replace(
        "C,site,B,0.2,kg,raw material\n", ""
    )
    outputs = "output_id,site_id,output,role,amount_per_unit_output,unit\nTRIM,A,trim,scrap,1,kg\n"
    folder = write(tmp_path / "case", CUT_A.replace('"A"', '"TRIM"'), rows, outputs=outputs)
    (size,) = sizes(plan(read_case(folder)))
    assert (size.kg, size.full) == (0, Decimal(7))


def test_a_co_product_carries_its_share_around_the_loop(tmp_path: Path) -> None:
    """Half of A's burdens are on a co-product of half its mass: solved, B = 3.5 + B x 0.1, with 0.1 of it in C."""
    rows = ROWS.replace("C,site,A,0.1", "C,site,CO,0.1").replace(
        "C,site,B,0.2,kg,raw material\n", ""
    )
    site = SITES.replace("unit\n", "unit,allocation,allocation_value\n").replace(
        "sheet,kg", "sheet,kg,revenue,1"
    )
    outputs = "output_id,site_id,output,role,amount_per_unit_output,unit,allocation_value\n"
    outputs += "CO,A,co-product,co_product,0.5,kg,1\n"
    settings = CUT_A.replace('"A"', '"CO"')
    it = plan(read_case(write(tmp_path / "case", settings, rows, outputs=outputs, sites=site)))
    assert case_figures(it)["CO"] == Decimal(7)
    (size,) = sizes(it)
    solved = Decimal("3.5") / Decimal("0.9")
    assert size.full == pytest.approx(solved)
    assert size.kg == pytest.approx(solved - Decimal("3.5"))


def test_a_loop_that_makes_no_more_than_it_uses_is_refused(tmp_path: Path) -> None:
    """It has no figure, so its cut has no size."""
    rows = ROWS.replace("B,0.2,kg", "B,1.8,kg")
    it = plan(read_case(write(tmp_path / "case", rows=rows)))
    with refused("case.cut", "case/activities.csv, row 5, amount_per_unit_output"):
        check_loops(it)


UNUSED = CUT_B.replace('"B"', '"A"', 1).replace('to = "C"', 'to = "B"')


@pytest.mark.parametrize(
    ("settings", "code", "place"),
    [
        (CUT_A + CUT_B + UNUSED, "case.cut", "case.toml, cut[2]"),
        (CUT_A + CUT_B + CUT_A, "case.cut", "case.toml, cut[2]"),
        (CUT_A + CUT_B.replace('"C"', '"Z"'), "case.cut", "case.toml, cut[1]"),
        (CUT_A + CUT_B.replace('"B"', '"f"'), "case.cut", "case.toml, cut[1]"),
        (
            '[[cut]]\nfrom = "C"\nto = "B"\nreason = "x"\n' + CUT_A,
            "case.cut",
            "case.toml, cut[1]",
        ),
        (CUT_A + '[[cut]]\nfrom = "B"\nto = "C"\n', "case.missing", "case.toml, cut[1].reason"),
        ('[cut]\nfrom = "B"\n', "case.toml", "case.toml, cut"),
    ],
)
def test_only_needed_cuts_are_made(tmp_path: Path, settings: str, code: str, place: str) -> None:
    """A cut of no row, or of no loop that is left, is refused."""
    with refused(code, f"case/{place}"):
        read_case(write(tmp_path / "case", settings))


def test_a_site_may_use_its_own_output(tmp_path: Path) -> None:
    """A loop of one site is a loop, and is cut."""
    rows = ROWS.replace("C,site,B,0.2,kg,raw material\n", "").replace(
        "C,site,A,0.1,kg", "C,site,C,0.5,MJ"
    )
    folder = write(tmp_path / "case", CUT_A.replace('"A"', '"C"'), rows)
    (size,) = sizes(plan(read_case(folder)))
    assert (size.output, size.kg, size.full) == ("A", Decimal(1), Decimal(8))


def test_the_published_pack_with_its_loop_cut(tmp_path: Path) -> None:
    """The pack has the published figure; as the tables state the loop, the cut leaves out a third of the solved one."""
    it = plan(read_case(link_baars(tmp_path / "baars_id4")))
    assert float(case_figures(it)["S37"]) == pytest.approx(PER_KG, rel=1e-13)
    (size,) = sizes(it)
    assert float(size.full) == pytest.approx(18.456060190387245, rel=1e-12)
    assert float(size.kg) == pytest.approx(18.456060190387245 - PER_KG, rel=1e-11)


def test_an_entry_signs_its_cut_at_the_solved_figure(tmp_path: Path) -> None:
    """C makes a million MJ of 100,000 sheets, each 8.75, and 200,000 kg of metal, each 4.375."""
    it = plan(read_case(write(tmp_path / "case", CUT_B + CUT_A)))
    found = signed_cuts(it, case_figures(it))
    rows = [(row.product, row.amount, row.unit, row.effect) for row in found["C"]]
    assert found.keys() == {"C"}
    assert rows == [
        ("urn:cradle:case:case:A", "100000", Unit.KG, "875000"),
        ("urn:cradle:case:case:B", "200000", Unit.KG, "875000"),
    ]


def test_rows_for_the_cuts_would_give_the_solved_figures(tmp_path: Path) -> None:
    """C with its signed effects is 2.75, B 4.375 and A 8.75, so the effects count each loop once."""
    it = plan(read_case(write(tmp_path / "case")))
    effects = sum(Decimal(row.effect) for row in signed_cuts(it, case_figures(it))["C"])
    power = 1 + effects / it.outputs["C"]
    assert 2 * (3 + power / 2) == Decimal("8.75")


def test_an_effect_is_rounded_up_to_twelve_digits(tmp_path: Path) -> None:
    """With 0.3 of metal B is 3.5 / 0.85 without the other loop; the effect is no less than the exact one."""
    rows = ROWS.replace("C,site,B,0.2", "C,site,B,0.3").replace(
        "C,site,A,0.1,kg,raw material\n", ""
    )
    it = plan(read_case(write(tmp_path / "case", CUT_B, rows)))
    (row,) = signed_cuts(it, case_figures(it))["C"]
    assert row.effect == "1235294.11765"


def test_a_cut_credit_is_not_signed(tmp_path: Path) -> None:
    """C is credited for sheet that it replaces: without the credit its figure lacks nothing."""
    rows = ROWS.replace("C,site,A,0.1", "C,credit,A,-0.1").replace(
        "C,site,B,0.2,kg,raw material\n", ""
    )
    it = plan(read_case(write(tmp_path / "case", CUT_A, rows)))
    assert signed_cuts(it, case_figures(it)) == {}


def test_a_total_that_an_entry_cannot_hold_is_refused(tmp_path: Path) -> None:
    """The refusal names the row that was cut."""
    rows = ROWS.replace("C,site,A,0.1,", "C,site,A,0.1000000000000000000000000000000000001,")
    it = plan(read_case(write(tmp_path / "case", rows=rows)))
    with refused("quantity.positive", "case/activities.csv, row 6, amount"):
        signed_cuts(it, case_figures(it))


def test_a_cut_of_recovered_waste_is_worth_nothing(tmp_path: Path) -> None:
    """With the used solvent as scrap of the coating line, the cut is worth what its recovery emits: nothing."""
    folder = link_baars(tmp_path / "baars_id4", BATTERY + CUT)
    text = (folder / "activities.csv").read_text()
    (folder / "activities.csv").unlink()
    (folder / "activities.csv").write_text(text.replace("S25,site,S06,1,kg", "S25,site,NMP,1,kg"))
    header = "output_id,site_id,output,role,amount_per_unit_output,unit\n"
    (folder / "outputs.csv").write_text(f"{header}NMP,S06,used solvent,scrap,0.4574,kg\n")
    (size,) = sizes(plan(read_case(folder)))
    assert size.kg == 0
    assert float(size.full) == pytest.approx(PER_KG, rel=1e-13)
