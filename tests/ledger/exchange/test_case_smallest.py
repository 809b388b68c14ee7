"""The import of a case cuts its loops at the edges with the smallest effect, in whatever order its rows are."""

from decimal import Decimal
from pathlib import Path

import pytest
from support.case_baars import BATTERY, CUT, link_baars
from support.refusal import refused

from ledger.exchange.case_cuts import cut_sizes
from ledger.exchange.case_figures import case_figures
from ledger.exchange.case_folder import read_case
from ledger.exchange.case_plan import plan
from ledger.exchange.case_smallest import SMALLEST, cut_loops
from ledger.rulebooks.catalog import load_rulebook
from schemas.errors import CradleError

STUDY = load_rulebook("study-full-substitution-1")
GATE = load_rulebook("study-cradle-to-gate-1")
SITES = """\
site_id,site,country,stage,output,unit
A,Mill,DE,main production,sheet,kg
B,Smelter,DE,raw material,metal,kg
C,Power plant,DE,raw material,power,MJ
"""
HEADER = "site_id,kind,input,amount_per_unit_output,unit,stage\n"
ROWS = (
    "A,site,B,2,kg,raw material",
    "B,site,C,0.5,MJ,raw material",
    "B,x,f,3,kg,raw material",
    "C,site,B,0.2,kg,raw material",
    "C,x,f,1,kg,raw material",
)
FACTORS = "factor_id,name,value,unit\nf,fuel,1,kg CO2e/kg\n"
FROM_C = '[[cut]]\nfrom = "C"\nto = "B"\nreason = "by name"\n'
FROM_B = '[[cut]]\nfrom = "B"\nto = "C"\nreason = "by name"\n'


def write(
    folder: Path, rows: tuple[str, ...] = ROWS, settings: str = "", sites: str = SITES
) -> Path:
    """A case in which A uses B, and B and C use each other."""
    folder.mkdir()
    texts = {"sites": sites, "activities": HEADER + "\n".join(rows) + "\n", "factors": FACTORS}
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "case.toml").write_text(settings, encoding="utf-8")
    return folder


def cut(folder: Path) -> list[tuple[str, str]]:
    """The edges at which a case is cut."""
    return [(row.supply, row.user) for row in cut_loops(read_case(folder), STUDY, ()).cuts]


def missing(folder: Path) -> Decimal:
    """What the figure of A lacks."""
    it = plan(cut_loops(read_case(folder), STUDY, ()))
    return sum((row.kg for row in cut_sizes(it, case_figures(it, STUDY, ()))), Decimal(0))


def test_the_edge_with_the_smallest_effect_is_cut(tmp_path: Path) -> None:
    """Solved, B is 35/9 and C 16/9: half a C in each B is 8/9, a fifth of a B in each of these halves 7/18."""
    folder = write(tmp_path / "case")
    assert cut(folder) == [("B", "C")]
    assert missing(folder) == pytest.approx(Decimal(7) / 9)


def test_the_order_of_the_rows_decides_nothing(tmp_path: Path) -> None:
    """Reversed rows and sites give the same cut."""
    head, *rows = SITES.splitlines(keepends=True)
    sites = head + "".join(reversed(rows))
    assert cut(write(tmp_path / "case", ROWS[::-1], sites=sites)) == [("B", "C")]


def test_where_the_goods_leave_the_loop_decides(tmp_path: Path) -> None:
    """If the mill uses power in place of metal, little of the power goes around: 0.18 through B, of 0.78 beyond it."""
    rows = ("A,site,C,2,MJ,raw material", *ROWS[1:])
    assert cut(write(tmp_path / "case", rows)) == [("C", "B")]


def test_a_cut_without_a_name_has_its_reason(tmp_path: Path) -> None:
    """A named one keeps its own, and nothing is added to it."""
    (by_effect,) = cut_loops(read_case(write(tmp_path / "case")), STUDY, ()).cuts
    assert by_effect.reason == SMALLEST
    (by_name,) = cut_loops(read_case(write(tmp_path / "named", settings=FROM_B)), STUDY, ()).cuts
    assert by_name.reason == "by name"


def test_a_named_cut_that_leaves_out_more_is_refused(tmp_path: Path) -> None:
    """The refusal names the cheapest."""
    case = read_case(write(tmp_path / "case", settings=FROM_C))
    with pytest.raises(CradleError, match="name from B to C, or no cut") as caught:
        cut_loops(case, STUDY, ())
    assert (caught.value.code, caught.value.place) == ("case.cut", "case/case.toml, cut[0]")


def test_a_case_without_a_loop_is_left_as_it_is(tmp_path: Path) -> None:
    """It needs no figure."""
    case = read_case(write(tmp_path / "case", ROWS[:3]))
    assert cut_loops(case, STUDY, ()) is case


def test_a_loop_without_a_solution_is_refused(tmp_path: Path) -> None:
    """B needs half a C, and C two B."""
    rows = (*ROWS[:3], "C,site,B,2,kg,raw material", ROWS[4])
    with refused("case.cut", "case/activities.csv, row 3, amount_per_unit_output"):
        cut_loops(read_case(write(tmp_path / "case", rows)), STUDY, ())


def test_one_cut_that_two_loops_share_may_be_cheaper_than_two(tmp_path: Path) -> None:
    """C leaves the loops; what B makes goes back to it by two ways, each worth less than what B uses of it."""
    rows = (
        "D,site,C,1,MJ,raw material",
        "B,site,C,0.2,MJ,raw material",
        "B,x,f,0.1,kg,raw material",
        "C,site,B,0.4,kg,raw material",
        "A,site,B,1,kg,raw material",
        "C,site,A,0.4,kg,raw material",
        "C,x,f,1,kg,raw material",
    )
    sites = SITES + "D,Shop,DE,main production,tool,kg\n"
    folder = write(tmp_path / "case", rows, sites=sites)
    assert cut(folder) == [("C", "B")]


def test_a_loop_that_no_final_output_leaves_counts_in_all_sites(tmp_path: Path) -> None:
    """Both sites are on the loop: of metal the two edges are 0.25 and 0.11, of power 0.11 and 0.49."""
    head, _, *rest = SITES.splitlines(keepends=True)
    assert cut(write(tmp_path / "case", ROWS[1:], sites=head + "".join(rest))) == [("C", "B")]


def test_a_loop_worth_nothing_is_cut_by_name(tmp_path: Path) -> None:
    """Without fuel every edge is worth zero."""
    rows = (ROWS[0], ROWS[1], ROWS[3])
    assert cut(write(tmp_path / "case", rows)) == [("B", "C")]


def test_the_published_pack_is_cut_where_its_paper_cuts_it(tmp_path: Path) -> None:
    """Of the edges of its loop the recovered solvent has the smallest effect."""
    named = read_case(link_baars(tmp_path / "named", BATTERY + CUT))
    by_effect = cut_loops(read_case(link_baars(tmp_path / "by_effect", BATTERY)), GATE, ())
    assert [(row.supply, row.user) for row in by_effect.cuts] == [("S25", "S22")]
    assert cut_loops(named, GATE, ()).cuts == named.cuts
