"""Tests for the strict reading of a case folder of one's own: rows that are there twice, sites that nothing uses."""

from pathlib import Path

import pytest
from support.case_files import ACTIVITIES, SITES, write_case
from support.refusal import refused

from ledger.exchange.case_folder import read_case
from ledger.exchange.case_strict import require_meant
from ledger.exchange.examples import example_folder


def test_the_made_up_chain_is_meant(tmp_path: Path) -> None:
    """Lime is bought on two rows of different amounts, and every site is used."""
    require_meant(read_case(write_case(tmp_path / "chain")))


def test_a_row_that_is_there_twice_is_refused_with_both_rows(tmp_path: Path) -> None:
    """It would double the electricity; a document for each says that there are two lots."""
    row = "PACK,energy,grid,3,kWh,main production,\n"
    twice = write_case(tmp_path / "twice", activities_csv=ACTIVITIES + row)
    with refused("case.repeated", "twice/activities.csv, rows 9, 17"):
        require_meant(read_case(twice))
    lots = ACTIVITIES.replace("stage,note", "stage,document").replace(row, row[:-1] + "meter 1\n")
    meant = write_case(tmp_path / "lots", activities_csv=lots + row[:-1] + "meter 2\n")
    require_meant(read_case(meant))


def test_a_site_that_nothing_uses_is_refused_with_its_row(tmp_path: Path) -> None:
    """It would count as zero."""
    more = write_case(tmp_path / "more", sites_csv=SITES + "MILL,Mill,SE,raw material,paper,kg\n")
    with refused("case.unused", "more/sites.csv, row 6"):
        require_meant(read_case(more))


@pytest.mark.parametrize("name", ["steel_screws", "aluminium_profiles", "steel_mill"])
def test_cases_that_come_with_cradle_are_meant(name: str) -> None:
    """Each can be copied, changed and run."""
    require_meant(read_case(example_folder(name)))
