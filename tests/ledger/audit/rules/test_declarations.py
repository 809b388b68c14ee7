"""Declarations that supersede each other: in one bundle, and judged alike by both verifiers."""

import json

import pytest
from support.bundles import Json, path, payload_of
from support.collusion import act
from support.second_opinion import ALONE, difference, judge_alone
from support.signed_battery import build, declare_again
from support.signed_chain import YEAR, Alter, SignedChain
from support.verdicts import found, judge, remarks

from ledger.audit.bundle.container import pack
from ledger.audit.policy import format_policy
from schemas.signed.kinds import Kind
from schemas.views.report import Report

HEADER = ("origin", "issuer", "sections")


def judged(chain: SignedChain, files: dict[str, bytes] | None = None) -> Report:
    """The report on a bundle of everything, or on these files; the second verifier agrees."""
    files = chain.ledger.files() if files is None else files
    policy = chain.ledger.policy()
    report = judge(files, policy)
    alone = judge_alone(pack(files), ALONE.parse_policy(format_policy(policy)))
    assert difference(report, alone) == ""
    assert report.exit_code == alone.exit_code
    return report


def calculate_again(chain: SignedChain, name: str, **changes: Json) -> None:
    """State the calculation once more under a name, with changed members; its figure is not computed again."""
    stated = json.loads(payload_of(chain.ledger.envelopes[chain.ids["calculation"]]))
    sections = {
        part: json.loads(chain.ledger.sections[named])["value"]
        for part, named in stated["sections"].items()
    }
    members = {key: value for key, value in stated.items() if key not in HEADER}
    chain.ids[name] = chain.ledger.state(Kind.CALCULATION, "packer", members | changes, **sections)


def declare_before(**changes: Json) -> dict[str, Alter]:
    """A plan with an earlier declaration, of a calculation with changed members, that the declaration supersedes."""
    made: list[SignedChain] = []

    def before(chain: SignedChain) -> None:
        calculate_again(chain, "calculation 0", **changes)
        word = {
            **dict.fromkeys(("bundle", "policy", "findings"), "sha256:" + "1" * 64),
            "calculation": chain.ids["calculation 0"],
            "scope": "cradle to grave",
            "level": "agreed_upon_procedures",
            "materiality": "5",
            "depth": {"default": "recomputed", "exceptions": []},
            "outcome": "verified",
        }
        chain.ids["attestation 0"] = chain.ledger.state(Kind.ATTESTATION, "auditor", word)
        declaration = {
            "calculation": chain.ids["calculation 0"],
            "attestation": chain.ids["attestation 0"],
            "conformity": "DoC 0",
            "study": "https://packer.example/study-0",
        }
        chain.ids["declaration 0"] = chain.ledger.state(Kind.DECLARATION, "packer", declaration)
        made.append(chain)

    def superseding(members: Json) -> Json:
        return {**members, **made[0].correct("declaration 0")}

    return {"then": act(before), "declaration": superseding}


def test_a_declaration_that_supersedes_another_is_the_subject() -> None:
    """Both are in the bundle; the newest is judged, and the first is its history."""
    chain = build({"after": act(declare_again)})
    report = judged(chain)
    assert (report.verdict, report.exit_code) == ("verified", 0)
    assert not {code for code, _ in remarks(report)} & {"declaration.superseded"}
    chain = build(declare_before(total="1", period=YEAR))
    assert judged(chain).verdict == "verified"


def test_a_superseded_declaration_is_still_what_was_signed() -> None:
    """Its bundle names the successor in a remark, and the verdict is the same."""

    def after(chain: SignedChain) -> None:
        declare_again(chain)
        chain.ledger.admit_foreign()

    chain = build({"after": act(after)})
    files = chain.ledger.files()
    del files[path("statements", chain.ids["declaration 2"])]
    chain.hide("declaration 2")(files)
    report = judge(files, chain.ledger.policy())
    (row,) = [row for row in report.findings if row.code == "declaration.superseded"]
    assert (row.severity, row.subject) == ("remark", chain.ids["declaration"])
    assert chain.ids["declaration 2"] in row.detail


def test_a_calculation_that_was_superseded_later_is_remarked() -> None:
    """The calculation of a declaration is corrected; the declaration stands, and its reader is told."""

    def after(chain: SignedChain) -> None:
        calculate_again(chain, "calculation 2", **chain.correct("calculation"))
        chain.ledger.admit_foreign()

    chain = build({"after": act(after)})
    files = chain.ledger.files()
    stated = json.loads(payload_of(chain.ledger.envelopes[chain.ids["calculation 2"]]))
    del files[path("statements", chain.ids["calculation 2"])]
    for section in stated["sections"].values():
        del files[path("sections", section)]
    chain.hide("calculation 2")(files)
    report = judge(files, chain.ledger.policy())
    assert ("calculation.superseded", chain.ids["calculation"]) in remarks(report)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"model": "urn:example:battery:other"}, "supersedes.identity"),
        ({"site": "packer-2"}, "supersedes.identity"),
        ({"period": {"start": "2024-07-01", "end": "2026-01-01"}}, "supersedes.period"),
        ({"period": {"start": "2025-01-01", "end": "2026-02-01"}}, "supersedes.period"),
    ],
)
def test_what_supersedes_something_else_is_contradicted(
    changes: dict[str, Json], code: str
) -> None:
    """The superseded declaration is of the same model and site, and each of its days is declared again."""
    chain = build(declare_before(**changes))
    report = judged(chain)
    assert found(report) == {(code, chain.ids["declaration"])}
    assert report.exit_code == 1


def test_a_calculation_is_not_declared_after_it_was_superseded() -> None:
    """The leaf of the correction comes before the declaration's own leaf."""

    def then(chain: SignedChain) -> None:
        calculate_again(chain, "calculation 2", **chain.correct("calculation"))

    chain = build({"then": act(then)})
    files = chain.ledger.files()
    stated = json.loads(payload_of(chain.ledger.envelopes[chain.ids["calculation 2"]]))
    del files[path("statements", chain.ids["calculation 2"])]
    for section in stated["sections"].values():
        del files[path("sections", section)]
    chain.hide("calculation 2")(files)
    expected = ("declaration.superseded_calculation", chain.ids["declaration"])
    assert found(judged(chain, files)) == {expected}


@pytest.mark.parametrize("name", ["declaration 0", "calculation 0", "attestation 0"])
def test_a_superseded_declaration_is_not_left_out(name: str) -> None:
    """Without it, or what it names, nobody can see which days and product it declared."""
    chain = build(declare_before())
    files = chain.ledger.files()
    del files[path("statements", chain.ids[name])]
    chain.hide(name)(files)
    report = judge(files, chain.ledger.policy())
    assert ("statement.missing", chain.ids[name]) in found(report)
    alone = judge_alone(pack(files), ALONE.parse_policy(format_policy(chain.ledger.policy())))
    assert (report.exit_code, alone.exit_code) == (2, 2)
