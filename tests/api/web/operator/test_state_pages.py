"""The operator reads witnesses, health, the journal and backups on pages, with what to do about each."""

import csv
import io
from pathlib import Path

import pytest
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.ledger_world import LOG_SIGNERS, ORIGIN
from support.supplier_pages import log_in
from support.supplier_reading import words
from support.witnesses import vkey_of, witness

from api.configuration import Configuration
from api.context import AppContext
from ledger.operation.backup_record import make_recorded_backup
from ledger.operation.cosign import ask_witnesses, parse_witness
from ledger.store.log import LOGS
from ledger.trust.note import format_vkey
from schemas.errors import CradleError


def with_witnesses(house: House, text: str) -> None:
    """Configure witnesses, without threads that ask them."""
    settings = Configuration(_env_file=None, witnesses=text)  # type: ignore[call-arg]  # read by pydantic
    context: AppContext = house.context
    object.__setattr__(context, "configuration", settings)


def test_a_ledger_without_witnesses_says_so(house: House) -> None:
    """The page names the setting, and still shows both checkpoints."""
    page = words(house.client.get("/operator/witnesses"))
    assert "CRADLE_WITNESSES" in page
    heads = house.client.get("/operator/witnesses.json").json()["heads"]
    assert {row["log"] for row in heads} == {"entries", "registry"}


def test_a_witness_is_current_then_behind(
    house: House, chain: BatteryChain, tmp_path: Path
) -> None:
    """After a cosignature it is current; after another leaf it is behind, at the size that it signed."""
    ledger = chain.world.ledger
    keys = [LOG_SIGNERS.vkey(ORIGIN, log) for log in LOGS]
    with witness(tmp_path, "w1", keys) as named:
        with_witnesses(house, named)
        before = house.client.get("/operator/witnesses.json").json()["items"][0]
        assert (before["standing"], before["cosigned"]) == ("none", [])
        ask_witnesses(ledger, [parse_witness(named)])
        row = house.client.get("/operator/witnesses.json").json()
        assert (row["current"], row["items"][0]["standing"]) == (1, "current")
        assert row["items"][0]["key"] == format_vkey(vkey_of("w1"))
        signed = {one["log"]: one["size"] for one in row["items"][0]["cosigned"]}
        chain.world.deliver(chain.mine, chain.mined, chain.plant, amount="1", number="new")
        row = house.client.get("/operator/witnesses.json").json()["items"][0]
        assert row["standing"] == "behind"
        assert {one["log"]: one["size"] for one in row["cosigned"]} == signed
        assert "0 of 1 witnesses" in words(house.client.get("/operator/witnesses"))


def test_a_witness_that_has_seen_another_history_is_an_alarm(house: House) -> None:
    """The refusal that the asking thread counted is shown, with what to do at once."""
    named = f"{format_vkey(vkey_of('w1'))} http://127.0.0.1:9"
    with_witnesses(house, named)
    metrics = house.client.app.state.metrics  # type: ignore[attr-defined]  # an application of FastAPI
    metrics.witness_up.labels(vkey_of("w1").name).set(0)
    metrics.witness_refusals.labels(vkey_of("w1").name, "witness.disagrees").inc()
    row = house.client.get("/operator/witnesses.json").json()["items"][0]
    assert (row["standing"], row["refusals"]) == ("alarm", [["witness.disagrees", 1]])
    page = words(house.client.get("/operator/witnesses"))
    assert "Stop appending at once" in page
    assert "witness.disagrees (1)" in page


def test_health_counts_refusals_and_sizes(house: House, chain: BatteryChain) -> None:
    """Sizes are the logs', a refused submission counts for a day, and the server accepts statements."""
    client = house.client
    body = {"envelope": {"payload": "e30=", "payloadType": "x/y", "signatures": [{"sig": ""}]}}
    client.post("/v1/entries", json=body, headers=house.as_("mine"))
    report = client.get("/operator/health.json").json()
    (_, _), (entries, _) = chain.world.state()
    assert {row["log"]: row["size"] for row in report["heads"]}["entries"] == entries
    assert (report["accepts"], report["waiting"], report["database"]) == (True, 0, "sqlite")
    assert sum(row["count"] for row in report["refused"]) == 1
    assert report["refused"][0]["code"] in client.get("/operator/health").text
    house.clock.time += 86_401
    log_in(house, "olga")
    assert client.get("/operator/health.json").json()["refused"] == []


def test_a_ledger_that_accepts_nothing_says_why(house: House) -> None:
    """The reason and code that `/ready` gives are on the page."""
    reason = CradleError("ledger.read_only", "Unlock it first.")
    house.context.ledger.sequencer.closed = reason
    page = words(house.client.get("/operator/health"))
    assert "Accepts no statements" in page
    assert "Unlock it first. ledger.read_only" in page


def test_the_journal_is_read_in_pages(house: House, chain: BatteryChain) -> None:
    """Each line is on one page, the newest first, with the login; the table has them all."""
    client = house.client
    for _ in range(120):
        client.get(f"/v1/deliveries/{chain.shipped}", headers=house.as_("plant"))
    first = client.get("/operator/journal.json").json()
    rest = client.get("/operator/journal.json", params={"before": first["next"]}).json()
    numbers = [row["number"] for row in first["items"] + rest["items"]]
    assert numbers == sorted(numbers, reverse=True)
    assert (len(first["items"]), len(numbers), rest.get("next")) == (100, 120, None)
    assert first["items"][0]["login"] == "plant.script"
    assert 'rel="next"' in client.get("/operator/journal").text
    text = client.get("/operator/journal.csv").content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text)))) == 120


def test_backups_are_listed_with_what_they_miss(
    house: House, chain: BatteryChain, tmp_path: Path
) -> None:
    """A backup is shown with its place and age; an old one is a reason for another."""
    client = house.client
    assert "No backup is recorded" in words(client.get("/operator/backups"))
    store = chain.world.ledger.store
    make_recorded_backup(store.folder, tmp_path / "monday", (), house.clock.time - 3 * 86_400)
    page = words(client.get("/operator/backups"))
    assert "monday" in page
    assert "3 days ago" in page
    assert "Not yet" in page
    assert str(tmp_path) not in page
    house.clock.time += 5 * 86_400
    log_in(house, "olga")
    assert "older than 7 days" in words(client.get("/operator/backups"))


@pytest.mark.parametrize("person", ["anna", "otto", "rega"])
def test_only_the_operator_reads_them(house: House, person: str) -> None:
    """Other roles, the registrar's too, are refused."""
    log_in(house, person)
    for page in ("witnesses", "health", "journal", "backups"):
        for ending in ("", ".json"):
            assert house.client.get(f"/operator/{page}{ending}").status_code == 403
