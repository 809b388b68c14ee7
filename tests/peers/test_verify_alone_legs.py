"""Transport legs, and the help, of the second verifier."""

import subprocess
import sys

import pytest
from support.bundles import Json
from support.collusion import Row
from support.second_opinion import FILE, Both, load
from support.signed_battery import honest
from support.signed_chain import used

from ledger.audit.bundle.container import pack
from ledger.trust.canonical import canonical
from schemas.errors import CradleError
from schemas.signed.rows import ActivityInput
from schemas.views.report import Report

LEG: Json = {"kg": "60000", "km": "76.13", "deliveries": []}


def carrying(*deliveries: str) -> Row:
    """The freight of the refinery as a leg that names deliveries."""

    def change(inventory: Json) -> Json:
        ore, freight, grid = inventory["inputs"]
        leg = {**LEG, "deliveries": list(deliveries)}
        return {**inventory, "inputs": [ore, {**freight, "leg": leg}, grid]}

    return Row("", "", {"refinery": change})


def judged(row: Row) -> tuple[Report, Both]:
    """The report of the first verifier on the changed chain, and the comparison with the second."""
    both = Both()
    bundle = pack(row.chain().ledger.files())
    return both(bundle, honest().ledger.policy(), "sha256:" + "0" * 64), both


@pytest.mark.parametrize("named", [(), ("ore",)])
def test_a_leg_is_judged_by_both_to_the_same_digits(named: tuple[str, ...]) -> None:
    """With or without the delivery that it carried, the bundle is verified with one total."""
    report, both = judged(carrying(*(honest().ids[name] for name in named)))
    assert report.exit_code == 0, report.findings
    assert (both.differences, both.stopped) == ([], {})


def test_a_leg_of_goods_that_the_entry_does_not_use_is_refused_by_both() -> None:
    """It names a delivery to another entry."""
    report, both = judged(carrying(honest().ids["ore"], honest().ids["sulfate"]))
    codes = {row.code for row in report.findings if row.severity == "contradiction"}
    assert "transport.unknown_delivery" in codes
    assert (both.differences, both.stopped) == ([], {})


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"unit": "kg"},
        {"purpose": "material"},
        {"leg": {**LEG, "kg": "0"}},
        {"leg": {"kg": "1"}},
    ],
)
def test_a_leg_is_on_a_row_of_transport_in_tkm(members: Json) -> None:
    """Both verifiers read the first row, and none with a leg elsewhere, without a mass, or in part."""
    row = {
        **used("db:freight", "9", "tkm", "transport", "raw_material"),
        "evidence": [],
        "leg": LEG,
    }
    data = canonical({**row, **members})
    read = vars(load(FILE))["_load"]
    try:
        ActivityInput.parse(data)
    except CradleError:
        with pytest.raises(ValueError, match="input_activity"):
            read(data, "input_activity")
    else:
        assert not members
        read(data, "input_activity")


def test_the_help_names_what_is_not_judged() -> None:
    """It needs no file; what it judges now is not in the list."""
    command = [sys.executable, "-S", "-I", str(FILE), "--help"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "BUNDLE POLICY.toml" in ran.stdout
    listed = ran.stdout.partition("Not judged here")[2]
    assert "site balances" in listed
    assert "transport legs" not in listed
