"""The method of a study: the rulebook, its legal status, and every constant with the confidence of its reading.

The constants of the gases are with the gases. Those of the conservative alternatives are left out, because no stated
figure rests on them.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.documents.study.context import StudyContext
from schemas.base import Model
from schemas.signed.constants import Constant
from schemas.signed.rulebook import Rulebook
from schemas.views.study_scope import Corrections, MethodConstant, PerformanceClass, StudyMethod

_ELSEWHERE = frozenset({"characterization", "conservative"})
_NAMES = ("material", "vehicle_category", "category", "mode", "label")
"""The members that name a row of a list, in place of its number."""


def state_method(context: StudyContext) -> StudyMethod:
    """The rulebook of the calculation."""
    rulebook = context.rulebook
    return StudyMethod(
        title=rulebook.title,
        legal_status=rulebook.legal_status,
        declarable=rulebook.declarable,
        constants=tuple(_constants(rulebook)),
        references=rulebook.references,
        performance_class=_performance_class(rulebook, Decimal(context.calculation.total)),
    )


def _constants(rulebook: Rulebook) -> Iterator[MethodConstant]:
    for name in type(rulebook).model_fields:
        if name not in _ELSEWHERE:
            yield from _below(name, getattr(rulebook, name))


def _below(path: str, value: object) -> Iterator[MethodConstant]:
    """The constants at a path and below it."""
    if isinstance(value, Constant):
        yield MethodConstant(
            path=path, value=value.value, source=value.source, confidence=value.confidence
        )
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _below(f"{path}.{name}", getattr(value, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _below(f"{path}[{_name(item, index)}]", item)


def _name(item: object, index: int) -> str:
    named = (getattr(item, name, None) for name in _NAMES)
    return next((name for name in named if isinstance(name, str)), str(index))


def _performance_class(rulebook: Rulebook, total: Decimal) -> PerformanceClass | None:
    """The first class whose limit the total does not exceed; None without limits, as long as no act sets any."""
    for row in rulebook.classes:
        if total <= Decimal(row.at_most):
            return PerformanceClass(label=row.label, at_most=row.at_most)
    return None


def state_corrections(context: StudyContext) -> Corrections:
    """The corrections behind the figure, and after it."""
    return Corrections(replaced=context.replaced)
