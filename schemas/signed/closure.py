"""Marks and closures: commitments in the leaves of the entries log by which a reader sees that nothing was left out.

Each leaf of an entry or a delivery binds marks. A mark numbers the statement among all that one participant issued or
received, and names its goods by tags that only the operator can make. A leaf that a figure belongs to binds the
closure of the figure: how many marks each firm behind it had then, and what tags cannot show, which is how much of the
goods that these firms received no entry draws, and which of their entries are twins of what counts. An audit bundle
opens both (`closure.json`).
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Grammar, Model, require_sorted
from schemas.values import Index, NotNegative, Period, Salt, StatementId

MarkRole = Literal["issued", "received"]
"""The part that a participant takes in a statement: its issuer, or the recipient of a delivery."""

Tag = Annotated[str, Grammar(r"^[0-9a-f]{32}$", "tag.grammar", "a tag of 32 hexadecimal digits")]


class Mark(Model):
    """One statement of a participant: its number, the period of its entry, and the tags of its goods.

    Attributes:
        nr: 1, 2, 3, ... among the marks of that participant and role, in the order of the log.
        tags: of the goods (`ledger.trust.marks`), in the order of the keys that they name.
    """

    participant: StatementId
    role: MarkRole
    nr: Annotated[Index, Field(ge=1)]
    period: Period
    tags: tuple[Tag, ...]
    salt: Salt


class MarkCount(Model):
    """The number of statements that a firm behind a figure had issued and received before the figure's leaf."""

    participant: StatementId
    issued: Index
    received: Index


class LeftGoods(Model):
    """Goods that a firm behind a figure received: the delivery, and the amount of it that no live entry drew."""

    delivery: StatementId
    amount: NotNegative


class Beside(Model):
    """The statements beside a figure that tags do not show, as the operator knows them at the figure's leaf.

    Attributes:
        left: the goods that the firms behind the figure received and may have used, as far as no entry drew them
            (`ledger.choices.leftovers`).
        twins: the other entries of these firms that are of the same goods as lines behind the figure, near in time or
            of one lot (`ledger.choices.twins`).
    """

    left: tuple[LeftGoods, ...]
    twins: tuple[StatementId, ...]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        require_sorted((row.delivery for row in self.left), "closure.order", "left")
        require_sorted(self.twins, "closure.order", "twins")
        return self

    @property
    def statements(self) -> frozenset[str]:
        """The deliveries and entries."""
        return frozenset((*self.twins, *(row.delivery for row in self.left)))


class Closure(Model):
    """The closure of a figure: the counts of each firm whose entries are behind it.

    Attributes:
        since: the first index of the entries log from which every entry and delivery has marks.
        beside: absent from closures that are older than this member.
    """

    firms: tuple[MarkCount, ...]
    since: Index
    salt: Salt
    beside: Beside | None = None

    @model_validator(mode="after")
    def _firms_in_order(self) -> Self:
        require_sorted((row.participant for row in self.firms), "closure.order", "firms")
        return self


class OpenedClosure(Model):
    """The file `closure.json` of an audit bundle: a closure, and all marks that it counts."""

    closure: Closure
    marks: tuple[Mark, ...]
