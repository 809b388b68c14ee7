"""The verifier as a whole: its verdicts, its exit codes, and its behaviour on damaged bundles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.bundles import Ledger, path, payload_of
from support.deriving import read_records
from support.fraction_reference import Reference, format_fraction
from support.signed_battery import build, declare, honest
from support.verdicts import NO_FILE, found, judge

from ledger.audit.bundle.container import pack
from ledger.audit.findings import StepNumber
from ledger.audit.verifier import verify
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.kinds import open_section
from schemas.signed.statement import Section
from schemas.views.report import Step

CHAIN = honest()
LEDGER = CHAIN.ledger
FILES = LEDGER.files()
WHOLE = pack(FILES)


def test_each_step_has_checked_something() -> None:
    """Without a monitor's report only the step on it is empty."""
    report = judge(WHOLE)
    assert [step.number for step in report.steps] == list(StepNumber)
    assert [step.name for step in report.steps if not step.checked] == ["monitor"]


def test_progress_is_reported_as_each_step_ends() -> None:
    """The callback gets every step once, in order, as the report lists it."""
    shown = list[Step]()
    report = verify(WHOLE, LEDGER.policy(), NO_FILE, progress=shown.append)
    assert tuple(shown) == report.steps


def test_only_an_unreadable_container_ends_an_audit_early() -> None:
    """The other steps are listed and have nothing to check."""
    shown = list[Step]()
    report = verify(WHOLE[:-1], LEDGER.policy(), NO_FILE, progress=shown.append)
    assert [step.name for step in shown] == ["container"]
    assert [step.outcome for step in report.steps] == [
        "found",
        *["not_told"] * (len(StepNumber) - 1),
    ]


def test_the_figure_is_that_of_the_fraction_reference() -> None:
    """A recursion in fractions, written from the rule alone, gives the same digits."""
    calculation = Calculation.parse(payload_of(LEDGER.envelopes[CHAIN.ids["calculation"]]))
    shown = Section.parse(FILES[CHAIN.section("calculation", "composition")])
    composition = open_section(shown)
    assert isinstance(composition, Composition)
    reference = Reference(read_records(LEDGER, CHAIN.known), [CHAIN.factors], CHAIN.rulebook)
    total = sum(reference.declared(composition, calculation).values())
    assert judge(WHOLE).recomputed_total == format_fraction(total)


def test_a_calculation_alone_is_verified_too() -> None:
    """Before attestation and declaration the bundle is about its calculation."""
    files = dict(FILES)
    for name in ("attestation", "declaration"):
        del files[CHAIN.statement(name)]
    CHAIN.hide("attestation")(
        files
    )  # The declaration's is the log's last leaf, which is always shown.
    auditor = LEDGER.parties["auditor"]
    profile = next(name for name, data in LEDGER.sections.items() if b'"auditor"' in data)
    del files[path("statements", auditor)], files[path("sections", profile)]
    report = judge(files)
    assert report.verdict == "verified"
    assert report.subject == report.calculation == CHAIN.ids["calculation"]


def test_a_fresh_set_of_keys_and_salts_gives_the_same_figure() -> None:
    """The same story under another operator and other salts declares the same digits."""
    other = build({"before": lambda chain: [next(chain.ledger.numbers) for _ in range(50)]})
    assert set(other.ids.values()).isdisjoint(CHAIN.ids.values())
    assert judge(other.ledger.files()).recomputed_total == CHAIN.total


def test_nothing_to_verify_is_a_failure() -> None:
    """A container without files, or without a subject, exits with 2."""
    assert judge({}).exit_code == 2
    statements = {name for name in FILES if name.startswith("statements/")}
    report = judge({name: data for name, data in FILES.items() if name not in statements})
    assert ("bundle.no_subject", "statements") in found(report)
    assert report.exit_code == 2


def test_two_subjects_are_one_too_many() -> None:
    """A bundle with two declarations has no clear subject; the finding names the second one."""
    chain = build()
    first = chain.ids["declaration"]
    declare(chain)
    report = judge(chain.ledger.files())
    second = max(first, chain.ids["declaration"])
    assert ("bundle.subjects", second) in found(report)
    assert report.exit_code == 1


def test_a_contradiction_wins_over_something_missing() -> None:
    """With both in one bundle the exit code is 1."""
    files = {**FILES, "notes.txt": b"trust me"}
    del files[CHAIN.section("refinery", "quality")]
    files[CHAIN.section("pack", "product")] += b" "
    assert judge(files).exit_code == 1


def test_a_redacted_bundle_says_what_it_cannot_check() -> None:
    """Without a supplier's inventory the total is not recomputed, and the rest is checked."""
    files = dict(FILES)
    for name in ("mine 2", "recycler"):
        del files[CHAIN.section(name, "inventory")]
    report = judge(files)
    assert found(report) == {
        ("section.withheld", CHAIN.ids["mine 2"]),
        ("section.withheld", CHAIN.ids["recycler"]),
    }
    assert (report.exit_code, report.recomputed_total) == (2, None)
    outcomes = {step.name: step.outcome for step in report.steps}
    assert outcomes["equality"] == outcomes["recomputation"] == "not_told"
    assert outcomes["signatures"] == outcomes["inclusion"] == "passed"


def test_a_policy_of_another_ledger_accepts_nothing_here() -> None:
    """Under other log keys neither checkpoint counts, and nothing verifies."""
    other = Ledger(log_key="somebody else", parties=LEDGER.parties, blobs=LEDGER.blobs)
    report = judge(WHOLE, other.policy())
    assert {
        ("note.unsigned", "checkpoints/entries"),
        ("note.unsigned", "checkpoints/registry"),
    } <= (found(report))
    assert report.exit_code == 1


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_change_of_any_file_leaves_a_trace_or_verifies(data: st.DataObject) -> None:
    """Bytes of a file flipped, cut or doubled, then packed again, are always a finding and do not raise."""
    name = data.draw(st.sampled_from(sorted(FILES)))
    content = FILES[name]
    at = data.draw(st.integers(0, len(content) - 1))
    bit = bytes([content[at] ^ 1 << data.draw(st.integers(0, 7))])
    other = data.draw(
        st.sampled_from([content[:at] + bit + content[at + 1 :], content[:at], content[:at] * 2])
    )
    report = judge({**FILES, name: other})
    assert report.verdict != "verified"
    assert report.recomputed_total in (None, CHAIN.total)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_change_of_the_bytes_leaves_a_trace_or_verifies(data: st.DataObject) -> None:
    """Random flips and truncations of the packed bundle exit with 2."""
    at = data.draw(st.integers(0, len(WHOLE) - 1))
    flipped = bytes([WHOLE[at] ^ data.draw(st.integers(1, 255))])
    whole = data.draw(st.sampled_from([WHOLE[:at], WHOLE[:at] + flipped + WHOLE[at + 1 :]]))
    assert judge(whole).exit_code == 2


ENVELOPES_ONLY = {CHAIN.section("mine", part) for part in ("inventory", "product", "quality")}


@pytest.mark.parametrize("name", sorted(ENVELOPES_ONLY))
def test_superseded_entries_need_only_their_envelopes(name: str) -> None:
    """An entry that the figure neither rests on nor leaves out may withhold its sections."""
    report = judge({key: data for key, data in FILES.items() if key != name})
    assert report.verdict == "verified"


@pytest.mark.parametrize("name", sorted(FILES.keys() - ENVELOPES_ONLY))
def test_no_other_file_can_be_left_out_unseen(name: str) -> None:
    """Without any one of its files a bundle is incomplete, and no difference is reported.

    The last leaf has no statement in the bundle: without the declaration, nothing names its attestation.
    """
    report = judge({key: data for key, data in FILES.items() if key != name})
    assert report.exit_code == (1 if name == CHAIN.statement("declaration") else 2)
    assert report.recomputed_total in (None, CHAIN.total)


def test_a_factor_set_that_may_not_travel_is_brought_by_the_reader() -> None:
    """Without the reader's own copy it is missing; with it the bundle verifies; another document does not help."""
    files = dict(FILES)
    (name,) = (
        name for name in files if name.startswith("blobs/") and b'"rows":[{"dir' in files[name]
    )
    own = files.pop(name)
    policy = LEDGER.policy()
    asked = "sha256:" + "1" * 64
    alone = verify(pack(files), policy, asked)
    assert (alone.exit_code, alone.findings[0].code) == (2, "blob.missing")
    assert verify(pack(files), policy, asked, [own]).verdict == "verified"
    changed = own.replace(b'"value":"', b'"value":"1', 1)
    assert verify(pack(files), policy, asked, [changed]).exit_code == 2
