"""Rows of a case that were added up, and sites that its chain does not use."""

from decimal import Decimal
from pathlib import Path

from support.case_files import ACTIVITIES, GOODS, SITES, write_case

from ledger.exchange.case_folder import read_case
from ledger.exchange.case_remarks import added_rows, unused_sites

IDLE = (
    SITES + "IDLE,Forgotten plant,DE,raw material,foil,kg\nNEXT,Its supplier,DE,raw material,x,kg\n"
)
IDLE_ROWS = ACTIVITIES + "IDLE,site,NEXT,1,kg,raw material,\n"


def test_rows_that_were_added_are_named(tmp_path: Path) -> None:
    """Those that differ in their amount alone; a row of zero is not among them."""
    found = added_rows(read_case(write_case(tmp_path / "case")))
    assert [(row.place, row.site, row.input, row.amounts) for row in found] == [
        ("activities.csv, rows 2, 5", "PACK", "MINE", (Decimal("1.5"), Decimal("0.5"))),
        ("activities.csv, rows 3, 4", "PACK", "lime", (Decimal("0.25"), Decimal("0.5"))),
    ]
    assert not any(row.is_repeated for row in found)


def test_a_row_that_was_pasted_twice_is_marked(tmp_path: Path) -> None:
    """Its amount counts twice, and the remark says that the amounts are the same."""
    rows = ACTIVITIES + "PACK,energy,grid,3,kWh,main production,pasted\n"
    found = added_rows(read_case(write_case(tmp_path / "case", activities_csv=rows)))
    repeated = [row for row in found if row.is_repeated]
    assert [(row.place, row.unit) for row in repeated] == [("activities.csv, rows 9, 17", "kWh")]


def test_sites_outside_the_chain_are_named(tmp_path: Path) -> None:
    """Neither the battery, nor its treatment, nor the import needs them, even through each other."""
    folder = write_case(tmp_path / "case", sites_csv=IDLE, activities_csv=IDLE_ROWS)
    assert unused_sites(read_case(folder)) == ("IDLE", "NEXT")
    assert unused_sites(read_case(write_case(tmp_path / "whole"))) == ()


def test_without_a_battery_every_site_has_a_figure(tmp_path: Path) -> None:
    """None is outside, since no site is the end of the chain."""
    folder = write_case(tmp_path / "case", sites_csv=IDLE, case_toml=None)
    assert unused_sites(read_case(folder)) == ()


def test_an_import_is_the_end_of_a_chain(tmp_path: Path) -> None:
    """Sites that the imported good does not use are outside."""
    border = (
        '[cbam]\nsite = "MINE"\nimporter = "Importer"\ncountry = "DE"\ntonnes = 1\nyear = 2026\n'
    )
    border += 'cscf = 1\ncertificate_eur = 75\ncertificate_day = "2026-07-06"\n'
    folder = write_case(tmp_path / "case", case_toml=border)
    assert unused_sites(read_case(folder)) == ("PACK", "REC")


def test_the_chain_of_a_product_ends_at_its_site(tmp_path: Path) -> None:
    """The ore is the product: what uses it is not counted."""
    assert unused_sites(read_case(write_case(tmp_path / "case", case_toml=GOODS))) == (
        "PACK",
        "REC",
    )
