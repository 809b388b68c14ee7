"""`cradle declare`: what Article 7(1) asks for is shown, what is missing is named; declarations replace each other."""

import json
import re
from pathlib import Path

import pytest
from support.command import Ran, cradle, did
from support.command_world import CommandWorld

from ledger.cli.terminal.documents import NAMES, PASSPORT

NAMED = ("--conformity", "EU-1", "--study", "https://example.com/study")
STATED = (
    *("--address", "Street 1, 00000 Town", "--contact", "office@packs.example"),
    *("--trade-name", "Packs", "--town", "Town", "--chemistry", "NMC811", "--date", "2026-03-09"),
    *("--signatory", "A. Example", "--function", "Head of Compliance"),
)
PACKS = ("--identity", "keys/packs")


def declare(world: CommandWorld, *options: object) -> Ran:
    """Declare the calculation."""
    named = ("--calculation", world.ids["calculation"], "--attestation", world.ids["attestation"])
    return cradle("declare", *named, *NAMED, *PACKS, *options)


def id_of(ran: Ran) -> str:
    """The id of a submitted statement."""
    assert ran.code == 0, ran.err
    return ran.out.split()[1]


def shown(statement: str) -> dict[str, object]:
    """The payload of a statement."""
    payload = json.loads(cradle("log", "show", statement).out)["payload"]
    assert isinstance(payload, dict)
    return payload


def lines_of(ran: Ran) -> dict[str, str]:
    """What was shown before signing, by name; remarks are numbered."""
    rows = [line for line in ran.err.splitlines() if line]
    pairs = [(line[:20].strip(), line[20:].strip()) for line in rows]
    return {
        name if name != "remark" else f"remark {at}": text for at, (name, text) in enumerate(pairs)
    }


def test_what_article_7_asks_for_is_shown(world: CommandWorld) -> None:
    """Each letter has its line: firm, model, plant with its country, figure, stages, conformity, study."""
    ran = declare(world, *STATED)
    lines, payload = lines_of(ran), shown(id_of(ran))
    figure = shown(world.ids["calculation"])
    assert lines["(a) manufacturer"] == "Packs, FI"
    assert lines["(a) address"] == "Street 1, 00000 Town"
    assert lines["(a) trade name"] == "Packs"
    assert lines["(a) contact"] == "office@packs.example"
    assert lines["(b) model"] == "urn:example:battery:75"
    assert lines["(c) plant"] == "PACK-1, Town, DE"
    assert lines["signing"] == f"(d) {figure['total']} kg CO2e per kWh of total energy"
    stages = {name[4:]: text for name, text in lines.items() if name.startswith("(e) ")}
    assert stages == {row["stage"]: row["value"] for row in figure["stages"]}  # type: ignore[attr-defined]  # JSON
    assert (lines["(f) conformity"], lines["(g) study"]) == ("EU-1", "https://example.com/study")
    assert not [name for name in lines if name.startswith("remark")]
    assert (lines["chemistry"], lines["issued"]) == ("NMC811", "2026-03-09")
    assert lines["signatory"] == "A. Example, Head of Compliance"
    assert payload["town"] == "Town"
    assert payload["signatory"] == {"name": "A. Example", "function": "Head of Compliance"}
    assert payload["details"] == {
        "address": "Street 1, 00000 Town",
        "contact": "office@packs.example",
        "trade_name": "Packs",
    }


def test_what_is_not_stated_is_named_with_its_option(world: CommandWorld) -> None:
    """A warning, and no refusal: the declaration is signed without."""
    ran = declare(world)
    text = " ".join(ran.err.split())
    assert text.count("remark Not stated: ") == 5
    assert "Article 7(1)(a); add --address and --contact." in text
    assert "plant PACK-1, Article 7(1)(c); add --town." in text
    assert "the person who signs for the firm; add --signatory and --function." in text
    silent = {"details", "town", "chemistry", "date", "signatory", "supersedes"}
    assert silent.isdisjoint(shown(id_of(ran)))


def test_a_signatory_has_a_name_and_a_function(world: CommandWorld) -> None:
    """One without the other is refused at its place."""
    assert "at signatory.function" in declare(world, "--signatory", "A. Example").err
    assert "at signatory.name" in declare(world, "--function", "Head of Compliance").err


def test_half_of_the_details_are_refused(world: CommandWorld) -> None:
    """An address needs a contact, and the other way round."""
    for option, missing in (("--address", "--contact"), ("--contact", "--address")):
        ran = declare(world, option, "https://a.example")
        assert ran.err.startswith(f"refused: option.details at {missing}")
    assert declare(world, "--trade-name", "A").err.startswith("refused: option.details")


def test_a_second_declaration_names_the_first(world: CommandWorld) -> None:
    """Without --supersedes it is refused with the id; with it, both are in the history."""
    first = id_of(declare(world))
    refused = declare(world, "--yes")
    assert f"refused: declaration.period at calculation: {first}" in refused.err
    assert "supersede it" in refused.err
    assert declare(world, "--reason", "new_data").err.startswith("refused: option.supersedes")
    second = id_of(declare(world, "--supersedes", first[:20], "--reason", "new_data", *STATED))
    assert shown(second)["supersedes"] == {"id": first, "reason": "new_data"}
    rows = {row["id"]: row for row in json.loads(cradle("history", *PACKS, "--json").out)["rows"]}
    assert (rows[first]["status"], rows[first]["by"]) == ("superseded", second)
    assert (rows[first]["reason"], rows[second]["first"]) == ("new_data", first)


@pytest.mark.usefixtures("world")
def test_a_registration_states_details_and_towns() -> None:
    """They are in the profile, and a site without a town is refused."""
    named = ("register", "--name", "Other", "--country", "FI", "--role", "manufacturer")
    firm = ("--address", "Street 1", "--contact", "https://a.example", "--identity", "keys/monitor")
    wrong = cradle(*named, *firm, "--site", "P1")
    assert wrong.err.startswith("refused: option.site at --site")
    silent = cradle(*named, *firm, "--site", "P1=Town A,")
    assert silent.err.startswith("refused: country.grammar at sites[0].country")
    nowhere = cradle(*named, *firm, "--site", "P1=Town A,XX")
    assert nowhere.err.startswith("refused: country.unknown at sites[0].country")
    ran = cradle(*named, *firm, "--site", "P2=Town B, NO", "--site", "P1=Town A", "--json")
    name = json.loads(ran.out)["id"]
    shown_now = json.loads(cradle("log", "show", name).out)["sections"]["profile"]["value"]
    assert shown_now["details"] == {"address": "Street 1", "contact": "https://a.example"}
    assert shown_now["sites"] == [
        {"site": "P1", "town": "Town A"},
        {"site": "P2", "town": "Town B", "country": "NO"},
    ]


def test_a_calculation_names_the_one_that_it_corrects(world: CommandWorld) -> None:
    """The wrong one is declared no more."""
    ids = world.ids
    battery = ("--model", "urn:example:battery:75", "--site", "PACK-1", "--capacity", "75")
    days = ("--start", "2025-01-01", "--end", "2026-01-01", "--vehicle-category", "M1")
    method = ("--rulebook", "study-full-substitution-1", "--factor-set", ids["factors"])
    rest = ("--end-of-life", ids["treatment"], "--supersedes", ids["calculation"])
    ran = cradle("calculate", *battery, *days, *method, *rest, *PACKS)
    assert re.search(f"replaces +{ids['calculation']}", ran.err)
    replaced = {"id": ids["calculation"], "reason": "correction"}
    assert shown(id_of(ran))["supersedes"] == replaced
    assert "refused: declaration.superseded_calculation at calculation" in declare(world).err


FILES = {
    *("declaration.json", "declaration.html", "declaration.pdf"),
    *("study.json", "study.html", "study.pdf", "study.md"),
}


def test_out_writes_every_document_under_its_fixed_name(world: CommandWorld) -> None:
    """The declaration and its public study, all of the same figures; a study has no passport data."""
    ran = declare(world, *STATED, "--out", "declared", "--page", "https://example.com/b", "--json")
    assert ran.code == 0, ran.err
    written = json.loads(ran.out)["documents"]
    assert written.keys() == FILES == {*NAMES} - {PASSPORT}
    assert all(Path(path).is_absolute() and Path(path).is_file() for path in written.values())
    document = json.loads(Path(written["declaration.json"]).read_text(encoding="utf-8"))
    assert document["digests"]["declaration"] == json.loads(ran.out)["id"]
    assert (document["not_stated"], document["page"]) == ([], "https://example.com/b")
    assert document["total"] in Path(written["study.md"]).read_text(encoding="utf-8")


def test_the_documents_are_written_again_in_another_language(world: CommandWorld) -> None:
    """`cradle documents` has the same figures in German, and says what is not stated."""
    name = id_of(declare(world))
    again = did("documents", name, "--out", "de", "--language", "de")
    assert {path.name for path in Path("de").iterdir()} == FILES
    silent = "address, contact, town, chemistry, date, signatory"
    assert f"not stated: {silent}" in " ".join(again.out.split())
    assert "Fußabdruck" in Path("de/declaration.html").read_text(encoding="utf-8")


def test_nothing_is_declared_where_the_documents_cannot_be_written(world: CommandWorld) -> None:
    """A file in the place of the folder is refused before anything is signed."""
    Path("taken").write_text("a file")
    before = cradle("log", "list", "--kind", "declaration").out
    ran = declare(world, "--out", "taken")
    assert (ran.code, "file.unwritable" in ran.err) == (1, True)
    assert cradle("log", "list", "--kind", "declaration").out == before
