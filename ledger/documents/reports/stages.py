"""A figure by life-cycle stage as a table: each stage with its share of the net, and the total."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from ledger.documents.page import Table, table
from ledger.documents.shown import figure, percent
from ledger.footprint.graph.numbers import explained_sum


def stage_table(values: Mapping[str, Decimal], unit: str) -> Table:
    """The table of the stages of a figure; a credit is below zero."""
    total = explained_sum(values.values())
    rows = [(name, figure(value), percent(value, total)) for name, value in values.items()]
    heads = ("stage", ">value", ">share")
    return replace(table(unit, heads, (*rows, ("total", figure(total), ""))), has_total=True)
