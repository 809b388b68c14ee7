"""A policy from a bundle accepts what the bundle states, and verifies nothing until each line is confirmed."""

import pytest
from support.refusal import refused
from support.second_opinion import ALONE, judge_alone
from support.signed_battery import build, honest
from support.signed_delivery import honest as delivered
from support.signed_delivery import whole
from support.verdicts import NO_FILE, found

from ledger.audit.bundle.container import pack
from ledger.audit.policy import format_policy, parse_policy
from ledger.audit.policy_confirmation import confirm_line
from ledger.audit.policy_draft import draft_policy
from ledger.audit.policy_lines import lines_of, unconfirmed_lines
from ledger.audit.verifier import verify
from schemas.signed.policy import Policy

CHAIN = honest()
LEDGER = CHAIN.ledger
FILES = LEDGER.files()
BUNDLE = pack(FILES)
OWN = LEDGER.policy()


def drafted() -> Policy:
    """The draft from the bundle of the honest chain."""
    return draft_policy(BUNDLE, OWN.logs)


def confirmed(policy: Policy) -> Policy:
    """A policy with every line confirmed, one after the other."""
    data = format_policy(policy)
    for line in lines_of(policy):
        data = confirm_line(
            data, line, "a letter", "2026-12-03", OWN.logs if line == "logs" else None
        )
    return parse_policy(data)


def alone(policy: Policy, data: bytes = BUNDLE) -> tuple[int, str]:
    """Exit status and code of the second verifier."""
    second = judge_alone(data, ALONE.parse_policy(format_policy(policy)))
    return second.exit_code, second.code


def test_a_draft_has_what_the_bundle_states_and_the_readers_keys() -> None:
    """Registrar, auditor, rulebook and factor set are those of the chain; a quorum of 0 is written."""
    draft = drafted()
    assert (draft.origin, draft.logs, draft.quorum) == (OWN.origin, OWN.logs, 0)
    assert draft.registrars == OWN.registrars
    assert draft.auditors == OWN.auditors
    assert set(draft.rulebooks) <= set(OWN.rulebooks)
    assert set(draft.factor_sets) <= set(OWN.factor_sets)


def test_each_line_of_a_draft_is_marked_and_names_what_to_compare_it_with() -> None:
    """The operator's publication, firms by name, and methods by the ids under which this program has them."""
    draft = drafted()
    marks = unconfirmed_lines(draft)
    assert tuple(marks) == lines_of(draft)
    assert "the operator's publication" in marks["logs"]
    assert marks[f"registrars {OWN.registrars[0]}"].endswith("The bundle says: registrar, DE.")
    assert marks[f"auditors {OWN.auditors[0]}"].endswith("The bundle says: auditor, DE.")
    shipped = f"The digest is that of {CHAIN.rulebook.id}, which comes with this program."
    assert marks[f"rulebooks {draft.rulebooks[0]}"].startswith(shipped)
    own = marks[f"factor_sets {draft.factor_sets[0]}"]
    assert own.startswith("No factor set of this program has this digest.")
    assert own.endswith(f"It calls itself {CHAIN.factors.id}.")


def test_a_draft_speaks_the_language_of_its_reader() -> None:
    """The sentences, not the names of the lines."""
    marks = unconfirmed_lines(draft_policy(BUNDLE, OWN.logs, "de"))
    assert "Veröffentlichung des Betreibers" in marks["logs"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"title": "Another"},
            "This is not the study-full-substitution-1 that comes with this program",
        ),
        ({"id": "house-rules-1"}, "No rulebook of this program has this digest."),
    ],
)
def test_a_rulebook_that_does_not_ship_is_called_out(change: dict[str, str], words: str) -> None:
    """One that bears the id of a shipped one and has another digest, and one of another id."""
    chain = build({"rulebook": lambda rulebook: rulebook.model_copy(update=change)})
    draft = draft_policy(chain.ledger.bundle())
    assert unconfirmed_lines(draft)[f"rulebooks {draft.rulebooks[0]}"].startswith(words)


def test_a_draft_names_what_a_bundle_shows_and_no_more() -> None:
    """A firm without its profile has no name, a method without its file no id, a checkpoint without its line no key."""
    draft = drafted()
    rulebook, registrar = draft.rulebooks[0], draft.registrars[0]
    lacking = {
        name: data.replace("— ledger.example".encode(), "— else.example".encode())
        if name.startswith("checkpoints/")
        else data
        for name, data in FILES.items()
        if rulebook[7:] not in name and not (name.startswith("sections/") and b'"profile"' in data)
    }
    marks = unconfirmed_lines(draft_policy(pack(lacking)))
    assert marks[f"registrars {registrar}"].endswith("The bundle says: no name.")
    assert marks["logs"].endswith("They begin with - and -")
    own_copy = {**lacking}
    del own_copy[next(name for name in own_copy if draft.factor_sets[0][7:] in name)]
    unread = unconfirmed_lines(draft_policy(pack(own_copy)))
    assert "a method without a name" in unread[f"factor_sets {draft.factor_sets[0]}"]


def test_nothing_is_verified_under_a_draft() -> None:
    """The figure is computed and the verdict is open, for both verifiers, until the last line is confirmed."""
    draft = drafted()
    report = verify(BUNDLE, draft, NO_FILE)
    assert (report.exit_code, report.verdict) == (2, "incomplete")
    lines = {subject for code, subject in found(report) if code == "policy.unconfirmed"}
    assert lines == {f"policy {line}" for line in lines_of(draft)}
    assert report.recomputed_total == report.declared_total
    assert alone(draft) == (2, "policy.unconfirmed")
    data = format_policy(draft)
    for line in lines_of(draft):
        assert verify(BUNDLE, parse_policy(data), NO_FILE).exit_code == 2
        data = confirm_line(data, line, "a letter", "2026-12-03")
    whole_policy = parse_policy(data)
    assert verify(BUNDLE, whole_policy, NO_FILE).exit_code == 0
    assert alone(whole_policy) == (0, "")


def test_a_draft_without_the_log_keys_says_where_they_are_and_how_they_begin() -> None:
    """Everything else is checked; the verdict is open for both verifiers, and keys from elsewhere close it."""
    draft = draft_policy(BUNDLE)
    assert draft.logs is None
    assert OWN.logs is not None
    begins = unconfirmed_lines(draft)["logs"]
    assert begins.startswith("Missing: ")
    for key in (OWN.logs.entries, OWN.logs.registry):
        assert "+".join(key.split("+")[:2]) in begins
    report = verify(BUNDLE, draft, NO_FILE)
    assert (report.exit_code, report.recomputed_total) == (2, report.declared_total)
    assert {code for code, _ in found(report)} >= {"policy.unconfirmed"}
    assert alone(draft) == (2, "policy.unconfirmed")
    whole_policy = confirmed(draft)
    assert verify(BUNDLE, whole_policy, NO_FILE).exit_code == 0
    assert alone(whole_policy) == (0, "")


def test_a_bundle_of_another_ledger_is_contradicted_also_without_log_keys() -> None:
    """The name in the checkpoint is the log's, whoever has signed it; both verifiers agree."""
    other = draft_policy(BUNDLE).model_copy(update={"origin": "other.example/ledger"})
    report = verify(BUNDLE, other, NO_FILE)
    assert report.exit_code == 1
    assert ("checkpoint.origin", "checkpoints/entries") in found(report)
    assert alone(other)[0] == 1


def test_one_mark_for_all_lines_still_holds() -> None:
    """The form of earlier drafts is read, and nothing is verified under it."""
    text = (
        format_policy(OWN)
        .decode()
        .replace("quorum", 'unconfirmed = "Confirm each line."\nquorum', 1)
    )
    old = parse_policy(text.encode())
    report = verify(BUNDLE, old, NO_FILE)
    assert report.exit_code == 2
    assert ("policy.unconfirmed", "policy") in found(report)
    second = judge_alone(BUNDLE, ALONE.parse_policy(text.encode()))
    assert (second.exit_code, second.code) == (2, "policy.unconfirmed")


def test_a_draft_from_the_bundle_of_a_delivery_accepts_the_method_of_its_figure() -> None:
    """There is no calculation, and no auditor has attested it."""
    chain = delivered()
    draft = draft_policy(pack(whole(chain)), chain.ledger.policy().logs)
    assert set(draft.rulebooks) <= set(chain.ledger.policy().rulebooks)
    assert draft.auditors == ()
    own = draft.model_copy(update={"unconfirmed": None})
    assert verify(pack(whole(chain)), own, NO_FILE).exit_code == 0


def test_a_bundle_that_cannot_be_read_makes_no_draft() -> None:
    """The first finding on its files is the refusal."""
    with refused("container.form"):
        draft_policy(BUNDLE[:-1], OWN.logs)


@pytest.mark.parametrize("kind", ["calculation", "registration"])
def test_a_bundle_without_a_figure_makes_no_draft(kind: str) -> None:
    """Nothing could be verified under a policy that accepts no rulebook, or no registrar."""
    lacking = {
        name: data
        for name, data in FILES.items()
        if not name.startswith("statements/")
        or (kind == "registration" and b"cradle.participant.v1" not in data)
    }
    with refused("policy.draft", "bundle"):
        draft_policy(pack(lacking), OWN.logs)
