"""The standing in a report follows from its bundle, as of its checkpoints or earlier sizes; it says what it lacks."""

from collections.abc import Callable

import pytest
from support.collusion import act
from support.misdeeds import after_pack, correct_mine
from support.objections import contest, reply, take_back
from support.signed_battery import build, honest
from support.signed_chain import SignedChain
from support.verdicts import judge, words_of

from ledger.audit.bundle.container import pack
from ledger.audit.report.standing import bundle_events, bundle_standing, bundle_worth
from ledger.audit.verifier import run_steps
from ledger.choices.report import ReportedChoices
from ledger.documents.standing import word_of
from ledger.rules.standing import figure_standing
from schemas.views.standing import FigureStanding

CHAIN = honest()


def standing_of(chain: SignedChain) -> FigureStanding:
    """The standing in the report on a chain's bundle."""
    found = judge(chain.ledger.files()).standing
    assert found is not None
    return found


def test_a_declared_figure_has_its_audit_its_worth_and_its_life() -> None:
    """All of it is known from the audit bundle, and the conservative figure stands before and after the audit."""
    found = standing_of(CHAIN)
    assert (word_of(found), found.law, found.unknown) == ("declared", "study", None)
    assert (found.figure, found.declaration) == (CHAIN.ids["calculation"], CHAIN.ids["declaration"])
    assert found.audit is not None
    assert found.audit.attestation == CHAIN.ids["attestation"]
    assert [step.event for step in found.life] == ["calculated", "attested", "declared"]
    assert found.conservative is not None
    assert found.conservative.after is not None
    assert found.incomplete == 0
    assert found.bars
    size = judge(CHAIN.ledger.files()).entries
    assert size is not None
    assert found.as_of.entries == size.size


@pytest.mark.parametrize(
    ("action", "event"),
    [(correct_mine, "superseded"), (after_pack, "added")],
    ids=["corrected", "added"],
)
def test_a_later_change_is_named_with_its_cause(action: Callable[..., object], event: str) -> None:
    """The registry is complete, so nothing after the figure is missed; before it the figure was current."""
    chain = build({"after": act(action)})  # type: ignore[arg-type]
    found = standing_of(chain)
    assert (word_of(found), found.changed and found.changed.count) == ("changed", 1)
    assert found.changed is not None
    (cause,) = found.changed.causes or ()
    assert cause.event == event
    assert cause.firm is not None
    context, _ = run_steps(pack(chain.ledger.files()), chain.ledger.policy())
    before = bundle_standing(context, found.life[-1].index)
    assert before is not None
    assert before.changed is None
    assert "A statement behind this figure has changed since" in words_of(
        judge(chain.ledger.files())
    )


def test_an_objection_is_open_until_it_is_answered_or_taken_back() -> None:
    """To anything that the figure rests on."""

    def contested(*then: Callable[[SignedChain], object]) -> int:
        def do(chain: SignedChain) -> None:
            contest(chain)
            for step in then:
                step(chain)

        return standing_of(build({"after": do})).objections

    assert (contested(), contested(reply), contested(take_back)) == (1, 0, 0)


def test_what_a_bundle_does_not_show_is_said() -> None:
    """Without a recipe nothing is known of what the figure rests on; without the rulebook nothing of the law."""
    files = CHAIN.ledger.files()
    del files[CHAIN.section("calculation", "composition")]
    found = judge(files).standing
    assert found is not None
    assert found.unknown == ("changed", "objections")
    assert (found.conservative, found.bars) == (None, None)
    files = CHAIN.ledger.files()
    digits = CHAIN.ledger.blob(CHAIN.rulebook).removeprefix("sha256:")
    (rulebook,) = [name for name in files if digits in name]
    del files[rulebook]
    without = judge(files).standing
    assert without is not None
    assert "law" in (without.unknown or ())


def test_a_calculation_without_a_declaration_tells_of_no_audit() -> None:
    """Whether it was attested since, its bundle does not show."""
    files = CHAIN.ledger.files()
    context, _ = run_steps(pack(files), CHAIN.ledger.policy())
    events = bundle_events(context)
    assert events is not None
    assert events.unknown == ()
    alone = figure_standing(events, until=events.figure.at + 1 if events.figure else 0)
    assert (word_of(alone), alone.declaration) == ("calculated", None)


def test_a_file_that_is_no_bundle_has_no_standing() -> None:
    """Nothing is known of what could not be read."""
    assert judge(b"").standing is None
    context, _ = run_steps(b"", CHAIN.ledger.policy())
    assert bundle_events(context) is None
    bare = standing_of(CHAIN)
    assert bundle_worth(context, bare, ReportedChoices()) == bare
