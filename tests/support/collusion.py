"""A row of the second table of tampering: changes that a manufacturer and an operator sign together.

Everything is consistent: ids, sections, signatures, leaves, proofs and checkpoints are made again
for the changed chain, with the true keys. Only the reader's policy, the rules and the recomputation
can find the change.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from support.bundles import Json, path, payload_of
from support.edits import Files
from support.signed_battery import build, honest
from support.signed_chain import Alter, SignedChain
from support.verdicts import found, judge

from schemas.signed.policy import Policy
from schemas.views.report import Report


def same(policy: Policy) -> Policy:
    """The honest policy as it is."""
    return policy


def nothing(_chain: SignedChain, _files: Files) -> None:
    """No change of the files."""


@dataclass(frozen=True)
class Row:
    """A change, and the one finding that it must cause.

    Attributes:
        code: of the finding.
        about: the name of its statement or party, or its subject itself; empty if the subject is
            known only after making the chain.
        plan: the changes before signing, see `support.signed_battery`.
        exit_code: 1, or 2 where something was removed.
        policy: the difference of the reader's policy from the honest chain's.
        files: the files left out of the bundle.
    """

    code: str
    about: str
    plan: Mapping[str, Alter] = field(default_factory=dict)
    exit_code: int = 1
    policy: Callable[[Policy], Policy] = same
    files: Callable[[SignedChain, Files], None] = nothing

    def chain(self) -> SignedChain:
        """The chain as it was signed."""
        return build(self.plan)

    def report(self, chain: SignedChain) -> Report:
        """The report on the chain's bundle under the reader's policy."""
        files = chain.ledger.files()
        self.files(chain, files)
        return judge(files, self.policy(honest().ledger.policy()))

    def check(self) -> Report:
        """Require the finding, no other finding, and the exit code."""
        chain = self.chain()
        report = self.report(chain)
        subject = subject_of(chain, self.about)
        if self.about:
            assert (self.code, subject) in found(report), report.findings
        assert {code for code, _ in found(report)} == {self.code}, report.findings
        assert report.exit_code == self.exit_code
        return report


def update(**members: Json) -> Alter:
    """A change of members of a statement, or of a model."""

    def change(value: Json) -> Json:
        if isinstance(value, dict):
            return {**value, **members}
        return value.model_copy(update=members)

    return change


def rows(change: Callable[[list[Json]], object]) -> Alter:
    """A change of the rows of a composition, which are sorted again."""

    def alter(composition: Json) -> Json:
        listed = [dict(row) for row in composition["rows"]]
        change(listed)
        listed.sort(key=lambda row: (row["role"], row.get("entry") or row["delivery"], row["line"]))
        return {**composition, "rows": listed}

    return alter


def leave_out(*names: str) -> Callable[[SignedChain, Files], None]:
    """Statements, or parties, are left out of the bundle, with sections and leaves."""

    def change(chain: SignedChain, files: Files) -> None:
        for name in names:
            statement = subject_of(chain, name)
            stated = json.loads(payload_of(chain.ledger.envelopes[statement]))
            for digest in stated.get("sections", {}).values():
                del files[path("sections", digest)]
            del files[path("statements", statement)]
            if statement in chain.ledger.indices:
                chain.ledger.hide(files, statement)

    return change


def subject_of(chain: SignedChain, name: str) -> str:
    """The id behind the name of a statement, or of `party <name>`; else the name itself."""
    if name.startswith("party "):
        return chain.ledger.parties[name.removeprefix("party ")]
    return chain.ids.get(name, name)


def act(action: Callable[[SignedChain], object]) -> Alter:
    """An action at a moment of the story."""

    def at(chain: Json) -> Json:
        action(chain)
        return chain

    return at
