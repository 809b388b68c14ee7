"""The states of a figure that a person can follow: in the log, auditor engaged, attested, declared, public.

The first that is not done names who acts next. The log has an order and no times, so a state shows its position, and
only an engagement its day.
"""

from collections.abc import Iterator
from typing import NamedTuple

from api.web.workspace import Visit
from schemas.views.products import FigureProgress


class Stage(NamedTuple):
    """A state of a figure: its name, what is known of it, who acts, the sort of its chip, and a link with its words."""

    name: str
    words: str
    actor: str
    mark: str
    state: str
    href: str = ""
    act: str = ""


def stages_of(visit: Visit, found: FigureProgress) -> Iterator[Stage]:
    """The states in their order."""
    own = found.calculation
    at = visit.say("declare.position", index=str(own.index))
    yield _stage(visit, "logged", at, "you", done=True)
    yield _engaged(visit, found)
    yield _attested(visit, found)
    declared = found.declaration
    position = ""
    if declared is not None:
        position = visit.say("declare.position", index=str(declared.index))
    yield _stage(visit, "declared", position, "you", done=declared is not None)
    public = _stage(visit, "public", "", "anyone", done=declared is not None)
    if declared is not None:
        href = f"/declarations/{declared.id[7:]}"
        public = public._replace(href=href, act=visit.say("declare.public"))
    yield public


def _engaged(visit: Visit, found: FigureProgress) -> Stage:
    known = [visit.say("declare.engaged", name=one.name, day=one.since) for one in found.auditors]
    if found.attestation is not None and not known:
        known = [visit.say("declare.engaged.unrecorded")]
    return _stage(visit, "engaged", " ".join(known), "operator", done=bool(known))


def _attested(visit: Visit, found: FigureProgress) -> Stage:
    word = found.attestation
    if word is None:
        return _stage(visit, "attested", "", "auditor", done=False)
    outcome = visit.say(f"declare.outcome.{word.outcome}", auditor=word.auditor)
    if word.outcome != "refused":
        return _stage(visit, "attested", outcome, "auditor", done=True)
    href = f"/manufacturer/calculate?supersedes={found.calculation.id[7:]}"
    act = visit.say("products.next.correct")
    refused = _stage(visit, "attested", outcome, "you", done=False)
    return refused._replace(mark="bad", state=visit.say("declare.refused"), href=href, act=act)


def _stage(visit: Visit, key: str, words: str, actor: str, *, done: bool) -> Stage:
    return Stage(
        name=visit.say(f"declare.stage.{key}"),
        words=words or visit.say(f"declare.stage.{key}.words"),
        actor=visit.say(f"declare.actor.{actor}"),
        mark="ok" if done else "info",
        state=visit.say("calculate.state.done" if done else "declare.waits"),
    )
