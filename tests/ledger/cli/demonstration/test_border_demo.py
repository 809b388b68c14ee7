"""The demo of goods at the carbon border: attested deliveries, certificates, and a bundle that verifies offline."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
from support.case_files import example_case
from support.refusal import refused

from ledger.audit.bundle.container import pack, unpack
from ledger.audit.policy import format_policy, parse_policy
from ledger.audit.verifier import verify
from ledger.cli.demonstration.run import run_demo
from ledger.exchange.case import Case
from ledger.rulebooks.catalog import load_rulebook
from ledger.rulebooks.default import DEFAULT_RULEBOOK
from ledger.trust.leaves import digest
from schemas.views.report import Report

Result = Mapping[str, object]


def run(case: Case, folder: Path) -> Result:
    """The demo's result, which held."""
    result, passed = run_demo(case, (load_rulebook(DEFAULT_RULEBOOK), ()), folder, as_json=True)
    assert passed
    return result


def goods(result: Result) -> dict[str, Mapping[str, str]]:
    """The quantities of each site's good."""
    return {row["site"]: row for row in cast("list[dict[str, str]]", result["cbam"])}


def imported(result: Result) -> Mapping[str, str]:
    """The import of the last good."""
    (row,) = cast("dict[str, list[dict[str, str]]]", result["import"])["goods"]
    return row


def report_on(bundle: bytes, policy: bytes) -> Report:
    """The verifier's report."""
    return verify(bundle, parse_policy(policy), digest(policy))


def without(name: str, *outputs: str) -> Case:
    """A case in which nobody verifies some outputs."""
    case = example_case(name)
    assert case.border is not None
    return replace(case, border=case.border.model_copy(update={"unverified": outputs}))


def test_screws_from_pig_iron_to_certificate(tmp_path: Path) -> None:
    """405.3 certificates and 30,510.984 EUR for 1,000 t, beside 427,823.768 EUR by default."""
    result = run(example_case("steel_screws"), tmp_path)
    screws = goods(result)["SCREWS"]
    assert screws["see_direct"].startswith("2.00693823529411764705882")
    assert Decimal(screws["net"]).quantize(Decimal("1e-20")) == Decimal("0.4053")
    assert screws["default_share"] == "0"
    found = imported(result)
    assert Decimal(found["eur"]).quantize(Decimal("1e-6")) == Decimal("30510.984")
    assert found["eur_by_default"] == "427823.768"
    assert (result["verified"], result["tampered_refused"]) == (True, True)


def test_profiles_from_two_firms(tmp_path: Path) -> None:
    """1.698 t direct and 6.912 t indirect a tonne, of which aluminium declares the direct ones."""
    profiles = goods(run(example_case("aluminium_profiles"), tmp_path))["PROFILES"]
    assert profiles["see_direct"].startswith("1.6980796460176991150442")
    assert profiles["see_indirect"].startswith("6.9119469026548672566371")
    assert profiles["embedded_electricity"].startswith("16.8584070796460176991150")


def test_a_mill_of_five_firms(tmp_path: Path) -> None:
    """1.0014904121 t a tonne and 14.38 USD paid; nothing is by default where every delivery is attested."""
    mill = goods(run(example_case("steel_mill"), tmp_path))["FURNACE"]
    assert mill["see_direct"].startswith("1.00149041210748")
    assert mill["default_share"] == "0"
    (paid,) = cast("list[dict[str, str]]", mill["carbon_prices"])
    assert (paid["currency"], paid["amount"]) == ("USD", "14.38090967062668")


def test_a_missing_attestation_costs_its_default(tmp_path: Path) -> None:
    """The ferro-nickel of Indonesia by default adds to the bill of 1,000 t."""
    proven = imported(run(example_case("steel_mill"), tmp_path / "proven"))
    result = run(without("steel_mill", "NICKEL"), tmp_path / "bare")
    assert Decimal(goods(result)["FURNACE"]["default_share"]) > Decimal("0.1")
    assert Decimal(imported(result)["eur"]) > Decimal(proven["eur"])


@pytest.fixture(scope="module")
def screws(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The bundle of the import of screws, and the policy of the demo."""
    folder = tmp_path_factory.mktemp("screws")
    run(example_case("steel_screws"), folder)
    return (folder / "import.bundle").read_bytes(), (folder / "policy.toml").read_bytes()


def test_a_verifier_that_the_reader_does_not_accept(screws: tuple[bytes, bytes]) -> None:
    """Quantities that rest on its word are contradicted: the reader would have taken the default."""
    bundle, stated = screws
    policy = parse_policy(stated)
    stranger = policy.model_copy(update={"auditors": ("sha256:" + "0" * 64,)})
    found = report_on(bundle, format_policy(stranger))
    assert found.exit_code == 1
    assert "cbam.attestation" in {row.code for row in found.findings}


def test_an_attestation_that_was_left_out(screws: tuple[bytes, bytes]) -> None:
    """A bundle without the attestations cannot show that the steel counts as actual."""
    bundle, policy = screws
    files = dict(unpack(bundle))
    kept = {name: data for name, data in files.items() if b"attestation.v1" not in data}
    assert len(kept) < len(files)
    assert report_on(pack(kept), policy).exit_code != 0


def test_the_import_is_verified_under_the_demo_s_policy(screws: tuple[bytes, bytes]) -> None:
    """The quantities of every delivery in the bundle were compared."""
    found = report_on(*screws)
    assert (found.exit_code, found.verdict) == (0, "verified")


def test_an_import_before_the_rulebook_begins(tmp_path: Path) -> None:
    """The transitional period of 2025 is refused, and nothing is delivered."""
    case = example_case("steel_screws")
    assert case.border is not None
    early = replace(case, border=case.border.model_copy(update={"year": 2025}))
    with refused("cbam.year"):
        run(early, tmp_path)
