"""The compiler of the portfolio's loops, and the one rule of its settings.

Numba compiles a function when it is first called and keeps the machine code on disk, so no compiler need be installed.
`fastmath` stays off: additions keep their order and no multiplication is contracted with an addition, so that a result
has the same bits on every processor that follows IEEE 754, and in the interpreter (`function.py_func`).
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def compiled(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile a loop over arrays; other threads run beside it."""
    return cast("Callable[Arguments, Result]", numba.njit(cache=True, nogil=True)(function))
