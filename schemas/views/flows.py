"""The flows behind a calculation's figure, as nodes and edges with stages, in kg CO2e per kWh of total energy.

A node is an entry that the reader may look into, or a closed block: the goods of one supplier, or those of all that
may not be shown one by one. Behind a supplier's block are blocks of its own suppliers, as far as its deliveries open
them. What leaves an open node is its own part plus what arrives; what leaves a block beyond what arrives is its own
part and all that it does not open, together. At the battery arrives the whole figure. What leaves a block has 4
significant digits for each stage. Values are decimal strings of an explanation and not declared digits.
"""

from schemas.base import Model
from schemas.values import Code, Country, StatementId, Text
from schemas.views.standing import OfFigure
from schemas.vocabulary import Stage


class StageFlow(Model):
    """Burdens and credits of one stage; a credit is negative, and neither is netted with the other."""

    stage: Stage
    burdens: str
    credits: str


class FlowNode(Model):
    """An entry with its own part, or a closed block.

    Attributes:
        id: of the node in this answer: the entry's id, or `closed-` and a number that means nothing elsewhere.
        entry: the entry; absent for a block.
        firm: the name of its issuer, or of the supplier whose block it is; absent for the block of all others.
        product: the name of its main product; absent for a block.
        site: of the entry.
        country: of the site; absent for the block of all others.
        own: the entry's own part; absent for a block.
    """

    id: str
    entry: StatementId | None = None
    firm: Text | None = None
    product: Text | None = None
    site: Code | None = None
    country: Country | None = None
    own: tuple[StageFlow, ...] | None = None


class FlowEdge(Model):
    """What goes from the node `source` to the node `target`, which is absent if it is the battery."""

    source: str
    target: str | None = None
    stages: tuple[StageFlow, ...]


class FlowCredit(Model):
    """Credits by what they replace, at most zero: its name, and the node that makes it if it is one of these."""

    name: Text
    value: str
    replaces: str | None = None


class CalculationFlows(OfFigure):
    """The flows of one calculation; `exact` is true if the reader may look into every entry.

    `credits` has the credits of the open nodes by what they replace; those behind closed blocks are in the flows only.
    """

    calculation: StatementId
    total: str
    exact: bool
    nodes: tuple[FlowNode, ...]
    edges: tuple[FlowEdge, ...]
    credits: tuple[FlowCredit, ...]
