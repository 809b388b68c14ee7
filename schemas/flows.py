"""The flows behind a calculation's figure, as nodes and edges with stages, in kg CO2e per kWh of total energy.

A node is an entry that the reader may look into. What leaves a node is its own part plus what arrives at it; at the
battery arrives the whole figure. What comes from entries that the reader may not look into is one closed edge for each
node, to 4 significant digits a stage. Values are decimal strings of a computation at 50 digits and not declared digits.
"""

from schemas.base import Model
from schemas.values import Code, Country, StatementId, Text
from schemas.vocabulary import Stage


class StageFlow(Model):
    """Burdens and credits of one stage; a credit is negative, and neither is netted with the other."""

    stage: Stage
    burdens: str
    credits: str


class FlowNode(Model):
    """An entry: its issuer's name, its site, and its own part."""

    entry: StatementId
    firm: Text
    site: Code
    country: Country
    own: tuple[StageFlow, ...]


class FlowEdge(Model):
    """What goes from a node to another: `source` is absent if it is closed, `target` if it is the battery."""

    source: StatementId | None = None
    target: StatementId | None = None
    stages: tuple[StageFlow, ...]


class CalculationFlows(Model):
    """The flows of one calculation; `exact` is true if the reader may look into every entry."""

    calculation: StatementId
    total: str
    exact: bool
    nodes: tuple[FlowNode, ...]
    edges: tuple[FlowEdge, ...]
