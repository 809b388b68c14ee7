"""The cases that come with Cradle: complete, and each with its source."""

from pathlib import Path

import pytest
from support.case_files import example_case
from support.refusal import refused

from ledger.exchange.examples import case_folder, example_folder

CASES = [
    ("aluminium_profiles", 2),
    ("bicycle_frame", 8),
    ("cobalt_sulfate", 4),
    ("lithium_carbonate_brine", 3),
    ("nmc811_pack", 35),
    ("steel_mill", 5),
    ("steel_screws", 3),
    ("topcon_module", 10),
]


@pytest.mark.parametrize(("name", "sites"), CASES)
def test_an_example_is_there_with_its_source(name: str, sites: int) -> None:
    """Each example can be read, has all its sites, and states the source of its numbers."""
    assert len(example_case(name).sites) == sites
    assert example_case(name).slug == name
    assert (example_folder(name) / "SOURCE.md").read_text(encoding="utf-8").strip()


def test_only_the_pack_is_a_battery() -> None:
    """The raw-material chains have no battery; the pack has its model and end of life."""
    assert [name for name, _ in CASES if example_case(name).battery is not None] == ["nmc811_pack"]


def test_two_cases_are_of_products() -> None:
    """The frame and the module have a declared unit; the module's peak power is that of one square metre."""
    products = [name for name, _ in CASES if example_case(name).product is not None]
    assert products == ["bicycle_frame", "topcon_module"]
    module = example_case("topcon_module").sites["MODULE"]
    assert (module.unit.value, str(module.kwp_per_unit)) == ("m2", "0.2259267")


def test_an_unknown_example_is_refused() -> None:
    """An unknown name is refused."""
    with refused("case.folder"):
        example_case("none")


def test_a_name_is_a_case_unless_a_folder_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`steel_screws` is the example; a folder of that name here, or any path, is what it says."""
    monkeypatch.chdir(tmp_path)
    named = Path("steel_screws")
    assert case_folder(named) == example_folder("steel_screws")
    assert case_folder(tmp_path / "steel_screws") == tmp_path / "steel_screws"
    assert case_folder(Path("nowhere")) == Path("nowhere")
    named.mkdir()
    assert case_folder(named) == named
