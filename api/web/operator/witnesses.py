"""Witnesses: the configured ones, how far each is, and what to do about one that is behind."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request, Response

from api.telemetry import Metrics
from api.web.operator.wording import format_age
from api.web.twins import twins
from api.web.workspace import Visited
from api.web.workspaces import OPERATOR
from api.witnessing import parse_witnesses
from ledger.operation.witness_states import Answers, witness_states
from schemas.views.operation import WitnessStates

PAGE: Final = f"{OPERATOR.root}/witnesses"
MARK: Final = {"current": "ok", "behind": "warn", "none": "warn", "alarm": "bad"}
"""The sort of the chip of a witness's standing."""

router = APIRouter(prefix=PAGE, include_in_schema=False)


@twins(router, "")
def states(visit: Visited) -> WitnessStates:
    """Return the witnesses and the newest checkpoints as data."""
    settings = visit.context.configuration
    witnesses = parse_witnesses(settings.witnesses)
    answers = _answers(visit.request, [witness.vkey.name for witness in witnesses])
    store = visit.store
    return witness_states(store, witnesses, answers, logs_open=settings.logs_open)


@router.get("")
def witnesses_page(visit: Visited) -> Response:
    """Show the witnesses and the newest checkpoints."""
    return visit.page(
        "operator/witnesses.html",
        states=states(visit),
        mark=MARK,
        age=lambda at: format_age(visit, at),
    )


def _answers(request: Request, names: list[str]) -> Mapping[str, Answers]:
    """What the metrics have of each witness since the server's start."""
    metrics: Metrics = request.app.state.metrics
    refusals: dict[str, dict[str, int]] = {name: {} for name in names}
    for family in metrics.witness_refusals.collect():
        for sample in family.samples:
            name = sample.labels.get("witness")
            if name in refusals and sample.name.endswith("_total"):
                refusals[name][sample.labels["code"]] = int(sample.value)
    answers = {}
    for name in names:
        up = metrics.registry.get_sample_value("cradle_witness_up", {"witness": name})
        answers[name] = Answers(None if up is None else up == 1, refusals[name])
    return answers
