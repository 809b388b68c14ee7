"""Values that a command needs and that were not given: a person at a terminal is asked, a program never."""

from rich.prompt import Prompt
from rich.text import Text

from ledger.cli.terminal.confirmation import is_person
from ledger.cli.terminal.display import progress_console
from schemas.errors import CradleError


def ask(question: str, option: str, given: str | None, *, default: str | None = None) -> str:
    """Return the given value, or the answer of a person, or the default.

    Args:
        question: what is asked, without a question mark, such as `Product`.
        option: the option that gives the value, such as `--product`.
        given: the value of the option.
        default: the value if nobody answers; None if there is none.

    Raises:
        CradleError: `option.unasked` if nobody can be asked, or the input ends, and there is no default.
    """
    if given is not None:
        return given
    answer = ""
    if is_person():
        try:
            answer = Prompt.ask(
                Text(question),
                console=progress_console,
                default=default or "",
                show_default=bool(default),
            )
        except EOFError:
            answer = ""
    found = answer or default
    if not found:
        raise CradleError("option.unasked", f"{question}: no answer; give {option}.", option)
    return found
