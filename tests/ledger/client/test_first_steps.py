"""The command lines of a new supplier: quoted for the shell, and with a figure only if the ledger has the method."""

import shlex

from support.ledger_battery import DIGEST

from ledger.client.first_steps import FirstSteps, stored_rulebook
from ledger.rulebooks.catalog import load_rulebook
from ledger.rulebooks.default import DEFAULT_RULEBOOK
from ledger.trust.leaves import digest, model_bytes
from schemas.exchanged.invitation import InvitationView, LedgerDescription, StoredMethod
from schemas.signed.policy import LogKeys
from schemas.values import Period
from schemas.vocabulary import Unit

STEPS = FirstSteps(("cradle", "--login", "my login.toml"), "my keys", (DIGEST,))


def stored(name: str, digest_: str | None = None) -> StoredMethod:
    """A rulebook as a ledger names it."""
    book = load_rulebook(name)
    kept = digest_ or digest(model_bytes(book))
    return StoredMethod(digest=kept, id=name, version=book.version, title=book.title)


def view(*rulebooks: StoredMethod, **parts: object) -> InvitationView:
    """An invitation to a ledger that stores rulebooks."""
    logs = LogKeys(entries="a.example/entries+1+AA", registry="a.example/registry+1+AA")
    ledger = LedgerDescription(
        origin="a.example",
        registrar=DIGEST,
        logs=logs,
        rulebooks=rulebooks,
        factor_sets=(),
        together=(DIGEST,),
    )
    members = {"asker": DIGEST, "asker_name": "A", "asker_country": "FI", "product": "urn:a:b"}
    period = Period(start="2024-02-29", end="2025-01-01")
    rest = {"period": period, "due": "2025-12-31", "reference": "it's R 1", "ledger": ledger}
    return InvitationView.model_validate(members | rest | parts)


def words(line: str) -> list[str]:
    """The words that a shell makes of a line."""
    return shlex.split(line)


def test_every_value_is_one_word_of_the_shell() -> None:
    """Names, folders and references may have spaces and quotes."""
    assert words(STEPS.send()) == [*STEPS.cradle, "send", "registration.signed"]
    assert "it's R 1" in words(STEPS.deliver(view()))
    assert "A $(b) Oy" in words(STEPS.register("A $(b) Oy", "FI", DIGEST))
    assert words(STEPS.new_keys())[-1] == "my keys"
    assert words(STEPS.requests())[:3] == list(STEPS.cradle)


def test_a_delivery_has_the_asked_amount_or_is_representative() -> None:
    """Without an amount it is valid until a year after the period."""
    asked = words(STEPS.deliver(view(amount="27000", unit=Unit.KG)))
    assert asked[asked.index("--amount") + 1] == "27000"
    assert "--valid-until" not in asked
    free = words(STEPS.deliver(view()))
    assert free[free.index("--valid-until") + 1] == "2026-01-01"


def test_a_figure_is_stated_only_by_a_rulebook_that_both_have() -> None:
    """The default one first; one of the same id with other content does not count."""
    other = stored("eu-ev-draft-2024")
    assert stored_rulebook(view(other, stored(DEFAULT_RULEBOOK)).ledger) == DEFAULT_RULEBOOK
    assert stored_rulebook(view(other).ledger) == "eu-ev-draft-2024"
    assert stored_rulebook(view(stored(DEFAULT_RULEBOOK, DIGEST)).ledger) is None
    assert "--factor-set" not in STEPS.deliver(view())
    assert f"--factor-set {DIGEST}" in STEPS.deliver(view(other))


def test_a_template_lists_the_flows_of_the_ledgers_sets() -> None:
    """Without sets it needs no server."""
    assert words(STEPS.template())[-2:] == ["--factor-set", DIGEST]
    assert words(STEPS.template())[:3] == list(STEPS.cradle)
    assert words(FirstSteps(STEPS.cradle, "keys").template("de"))[:2] == ["cradle", "template"]
