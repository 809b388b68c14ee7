"""`cradle plan`: the way down of the demo, from the plan to settled choices and the figure that falls as planned."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pypdfium2
import pytest
from support.command import Ran, cradle, did
from support.command_world import CommandWorld
from support.serve_process import serving

DIGEST = "sha256:" + "ab" * 32


@dataclass(frozen=True)
class Demo:
    """The folder of a demo, and its plan."""

    folder: Path
    plan: Mapping[str, Any]

    @property
    def policy(self) -> tuple[str, str]:
        """The auditor's policy."""
        return "--policy", str(self.folder / "policy.toml")

    @property
    def ledger(self) -> tuple[str, str]:
        """Its ledger."""
        return "--ledger", str(self.folder / "ledger")

    def keys(self, name: str) -> tuple[str, str]:
        """The keys of a participant."""
        return "--identity", str(self.folder / "participants" / name)

    def settled(self, rows: Sequence[Mapping[str, Any]], out: Path) -> Path:
        """Attest and declare the calculation, with some choices settled; the bundle of the declaration."""
        listed = out.with_suffix(".toml")
        listed.write_text("".join(map(settling, rows)))
        calculation, word = self.folder / "calculation.bundle", ("--level", "limited", "--quiet")
        depth = ("--depth", "documents", "--scope", "All", "--settle-file", str(listed))
        named = ("--bundle", str(calculation), *self.policy, *depth, *word)
        attestation = did("attest", *named, *self.keys("auditor"), *self.ledger).out.strip()
        stated = ("--calculation", self.plan["calculation"], "--attestation", attestation)
        duty = ("--conformity", "EU-1", "--study", "https://example.com/s", "--address", "Street 1")
        ran = did("verify", self.folder / "declaration.bundle", *self.policy, "--json")
        before = json.loads(ran.out)
        replaced = ("--supersedes", before["subject"])
        firm = (
            "--contact",
            "https://a.example",
            "--quiet",
            *self.keys(before["heading"]["site"]),
            *self.ledger,
        )
        declaration = did("declare", *stated, *duty, *replaced, *firm).out.strip()
        did("bundle", declaration, "--out", out, *self.ledger)
        return out


def settling(row: Mapping[str, Any]) -> str:
    """A line of a plan as an auditor fills it in."""
    choice = row["choice"]
    name = "/".join(filter(None, (choice["code"], choice["subject"], choice.get("coordinate"))))
    lines = [f'choice = "{name}"', f'depth = "{row["depth"]}"', f'evidence = ["{DIGEST}"]']
    if "kg" in choice:
        lines.append(f'explained = [{{ substance = "Coke", kg = "{choice["kg"]}" }}]')
    return "\n".join(("[[settle]]", *lines, ""))


def planned(*arguments: object) -> Mapping[str, Any]:
    """The plan as JSON."""
    ran = did("plan", *arguments, "--json")
    found = json.loads(ran.out)
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """One demo."""
    folder = tmp_path_factory.mktemp("the way down") / "out"
    did("demo", "--dir", folder)
    policy = folder / "policy.toml"
    return Demo(folder, planned(folder / "declaration.bundle", "--policy", policy))


def before_and_after(demo: Demo, report: Mapping[str, Any]) -> list[str]:
    """The conservative figure before and after the audit, the same in terminal, JSON, PDF and public page."""
    stated = report["standing"]["conservative"]
    steps = [stated[name]["total"] for name in ("before", "after")]
    declared = report["subject"]
    written = demo.folder.parent / "declared"
    did("documents", declared, "--out", written, *demo.ledger)
    pages = pypdfium2.PdfDocument(written / "declaration.pdf")
    with serving(demo.folder / "ledger") as (_, port):
        address = f"http://127.0.0.1:{port}/declarations/{declared.removeprefix('sha256:')}"
        page, data = httpx2.get(address).text, httpx2.get(f"{address}.json").json()
    assert data["standing"]["conservative"] == stated
    for step in steps:
        assert step in " ".join(pages[0].get_textpage().get_text_range().split())
        assert step in page
    return steps


def test_the_conservative_figure_falls_as_the_plan_says(demo: Demo, tmp_path: Path) -> None:
    """The auditor settles the set by evidence; a new verification has the planned digits, and the plan goes on."""
    first, last = demo.plan["sets"]
    rows = [row for row in demo.plan["lines"] if first["percent"] in row["within"]]
    assert len(rows) == first["choices"]
    final = demo.settled(rows, tmp_path / "final.bundle")
    report = json.loads(cradle("verify", final, *demo.policy, "--json").out)
    assert report["verdict"] == "verified"
    assert report["conservative"]["total"] == first["conservative"]
    steps = before_and_after(demo, report)
    assert steps == [str(demo.plan["conservative"]["total"]), first["conservative"]]
    again = planned(final, *demo.policy)
    assert (again["settled"], again["conservative"]["total"]) == (len(rows), first["conservative"])
    assert again["sets"][0]["choices"] == 0
    assert 0 < again["sets"][1]["choices"] <= last["choices"] - len(rows)
    assert planned(demo.plan["calculation"], *demo.ledger)["sets"] == again["sets"]


def test_a_bundle_and_the_ledger_show_the_same_digits(demo: Demo) -> None:
    """Offline under a policy, and to the operator; as text, too, the lines have the digits of the JSON."""
    calculation = demo.folder / "calculation.bundle"
    offline = planned(calculation, *demo.policy)
    for name in ("total", "lines", "sets", "last", "small", "unpriced", "sensitivity", "passes"):
        assert offline[name] == demo.plan[name], name
    text = did("plan", calculation, *demo.policy).out
    for one in offline["sets"]:
        row = next(line for line in text.splitlines() if line.startswith(f"{one['percent']} % "))
        assert row.split()[2:5] == [str(one["choices"]), one["conservative"], one["above"]]
    for line in offline["lines"]:
        assert f"+{line['choice']['effect']} " in text
        assert f" {line['percent']} " in text


def test_the_search_is_short(demo: Demo) -> None:
    """Some passes of the engine for each choice of both sets, and a bisection."""
    first, last = demo.plan["sets"]
    assert first["choices"] > 1
    assert demo.plan["passes"] < first["choices"] + last["choices"] + 20


def test_a_price_list_gives_euros_per_per_cent(demo: Demo, tmp_path: Path) -> None:
    """Dear visits come late, so the set costs less than the one by worth."""
    prices = tmp_path / "prices.toml"
    prices.write_text('documents = "400"\nsite_visit = "3000"\n')
    found = planned(demo.folder / "calculation.bundle", *demo.policy, "--prices", prices)
    (first, _) = found["sets"]
    visits = [row for row in demo.plan["lines"] if row["depth"] == "site_visit"]
    by_worth = [row for row in demo.plan["lines"] if "5" in row["within"]]
    dear = sum(3000 if row in visits else 400 for row in by_worth)
    assert int(first["price"]) < dear
    row = found["lines"][0]
    assert row["price"] == "400"
    assert abs(400 / float(row["percent"]) - float(row["price_per_percent"])) < 0.01


def refusal(ran: Ran) -> str:
    """The code and place of a refusal."""
    assert ran.code == 1
    return ran.err.partition(": ")[2].partition(":")[0]


def test_what_cannot_be_planned_is_refused(world: CommandWorld) -> None:
    """A bundle needs a policy, the ledger has its own audit, and a list is not written over."""
    Path("list.toml").write_text("mine")
    calculation = world.ids["calculation"]
    for options, code in (
        (("audit.bundle",), "option.missing at --policy"),
        ((calculation, "--policy", "policy.toml"), "option.word at --policy"),
        ((calculation, "--settle-file", "list.toml"), "file.exists at list.toml"),
        (("audit.bundle", "--policy", "policy.toml", "--prices", "list.toml"), "plan.prices"),
    ):
        assert refusal(cradle("plan", *options)) == code
    assert Path("list.toml").read_text() == "mine"


def test_the_list_to_settle_has_the_lines_shown(world: CommandWorld) -> None:
    """As comments, which the auditor fills in."""
    plan = planned(world.ids["calculation"], "--settle-file", "settle.toml")
    text = Path("settle.toml").read_text()
    for row in (*plan["lines"], *plan.get("unpriced", ())):
        assert f'# choice = "{row["choice"]["code"]}/{row["choice"]["subject"]}' in text
