"""Witnesses: the configured ones, how far each is, and what to do about one that is behind."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from fastapi import APIRouter, Request, Response

from api.telemetry import Metrics
from api.web.operator.wording import format_age, format_time
from api.web.workspace import Visit, Visited
from api.web.workspaces import OPERATOR
from api.witnessing import parse_witnesses
from ledger.operation.witness_states import Answers, witness_states
from schemas.views.operation import WitnessState, WitnessStates

PAGE: Final = f"{OPERATOR.root}/witnesses"
MARK: Final = {"current": "ok", "behind": "warn", "none": "warn", "alarm": "bad"}
"""The sort of the chip of a witness's standing."""

router = APIRouter(prefix=PAGE, include_in_schema=False)


class WitnessLine(NamedTuple):
    """A witness as the page shows it: the time and age of its cosignatures by log, and the words of its refusals."""

    row: WitnessState
    mark: str
    cosigned: list[tuple[str, int, str, str]]
    refusals: str


@router.get("")
def witnesses_page(visit: Visited) -> Response:
    """Show the witnesses and the newest checkpoints."""
    found = _states(visit)
    values: dict[str, object] = {
        "states": found,
        "lines": [_line(visit, row) for row in found.items],
        "counted": visit.say(
            "witnesses.counted", count=str(found.current), of=str(len(found.items))
        ),
    }
    title, frame = visit.say("witnesses.title"), OPERATOR.frame("witnesses")
    return visit.page("operator/witnesses.html", title, values, frame)


@router.get(".json")
def witnesses_data(visit: Visited) -> Response:
    """Return the witnesses and the newest checkpoints as data."""
    return visit.data(_states(visit))


def _states(visit: Visit) -> WitnessStates:
    settings = visit.context.configuration
    witnesses = parse_witnesses(settings.witnesses)
    answers = _answers(visit.request, [one.vkey.name for one in witnesses])
    store = visit.context.ledger.store
    return witness_states(store, witnesses, answers, logs_open=settings.logs_open)


def _answers(request: Request, names: list[str]) -> Mapping[str, Answers]:
    """What the metrics have of each witness since the server's start."""
    metrics: Metrics = request.app.state.metrics
    refusals: dict[str, dict[str, int]] = {name: {} for name in names}
    for family in metrics.witness_refusals.collect():
        for sample in family.samples:
            name = sample.labels.get("witness")
            if name in refusals and sample.name.endswith("_total"):
                refusals[name][sample.labels["code"]] = int(sample.value)
    found = {}
    for name in names:
        up = metrics.registry.get_sample_value("cradle_witness_up", {"witness": name})
        found[name] = Answers(None if up is None else up == 1, refusals[name])
    return found


def _line(visit: Visit, row: WitnessState) -> WitnessLine:
    cosigned = [
        (
            visit.say(f"witnesses.log.{one.log}"),
            one.size,
            format_time(one.time),
            format_age(visit, one.time),
        )
        for one in row.cosigned
    ]
    refusals = ", ".join(f"{code} ({count})" for code, count in row.refusals)
    return WitnessLine(row, MARK[row.standing], cosigned, refusals)
