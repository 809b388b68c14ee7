"""A value axis in px with lines at round steps."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

STEPS = (Decimal(1), Decimal(2), Decimal(4), Decimal(5), Decimal(10))
"""Round steps within a power of ten."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from low to high, drawn from `start` to `end` px."""

    low: Decimal
    high: Decimal
    start: Decimal
    end: Decimal

    def x(self, value: Decimal) -> Decimal:
        """The place of a value in px."""
        span = self.high - self.low or Decimal(1)
        return self.start + (value - self.low) / span * (self.end - self.start)

    def ticks(self, most: int) -> tuple[Decimal, ...]:
        """The multiples of the least round step of which at most so many (2 or more) are on the axis."""
        span = self.high - self.low
        if not span:
            return (self.low,)
        power = Decimal(1).scaleb(span.adjusted() - 2)
        steps = (power * 10**more * step for more in range(4) for step in STEPS)
        step = next(step for step in steps if len(self._multiples(step)) <= most)
        plain = Decimal(f"{step.normalize():f}")
        return tuple(number * plain for number in self._multiples(step))

    def _multiples(self, step: Decimal) -> range:
        """The whole numbers of steps that are on the axis."""
        first = (self.low / step).to_integral_value(ROUND_CEILING)
        last = (self.high / step).to_integral_value(ROUND_FLOOR)
        return range(int(first), int(last) + 1)
