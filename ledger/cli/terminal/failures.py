"""Failures of a command, each as one error with a code: refusals, wrong usage, crashes."""

from collections.abc import Sequence

import typer
from pydantic import ValidationError
from typer.exceptions import TyperException

from ledger.cli.terminal.files import system_reason
from schemas.base import refusal
from schemas.errors import CradleError, sentence


class RenamedCommand(TyperException):
    """The former name of a command was given.

    Args:
        former: the words of the name after `cradle`.
        present: those of the present name.
    """

    def __init__(self, former: str, present: str) -> None:
        super().__init__(f"`cradle {former}` is now `cradle {present}`.")


def require_values(arguments: Sequence[str]) -> None:
    """Refuse an empty argument or option: an empty path would be the present folder, an empty word a default.

    Raises:
        CradleError: `option.empty`.
    """
    for before, word in zip(["", *arguments], arguments, strict=False):
        name, equals, value = word.partition("=")
        if not word or (name.startswith("--") and equals and not value):
            place = name or (before if before.startswith("--") else "")
            detail = "The value is empty; give one, or leave the option out."
            raise CradleError("option.empty", detail, place)


def require_one_form(arguments: Sequence[str]) -> None:
    """Refuse two forms of one output.

    Raises:
        CradleError: `option.form`.
    """
    if {"--json", "--csv"} <= {*arguments}:
        detail = "A report is printed in one form; give --json or --csv."
        raise CradleError("option.form", detail, "--csv")


def refusal_of(failure: Exception) -> CradleError | None:
    """The refusal that a failure is: of the ledger, of a value's form, of a path; None for a fault of the program."""
    if isinstance(failure, CradleError):
        return failure
    if isinstance(failure, ValidationError):
        return refusal(failure)
    if isinstance(failure, typer.Abort):
        return CradleError("input.ended", "The input ended before the answer; run it again.")
    if isinstance(failure, OSError) and failure.filename is not None:
        detail = f"{system_reason(failure, 'it cannot be used')}; check the path, and that you may use it."
        return CradleError("file.unusable", detail, str(failure.filename))
    return None


def crash(failure: Exception) -> CradleError:
    """The error of a failure that is not a refusal."""
    what = f"{type(failure).__name__}: {failure}".removesuffix(": ")
    detail = (
        f"The command failed ({what}) without a verdict. Try again with more memory, or report "
        "it with the output of CRADLE_TRACE=1."
    )
    return CradleError("command.crashed", detail)


def wrong_usage(mistake: TyperException) -> CradleError:
    """The error of arguments that the command line does not accept, or of a former name of a command."""
    context = getattr(mistake, "ctx", None)
    called = "cradle" if context is None else context.command_path
    what = sentence(" ".join(mistake.format_message().split()))
    if isinstance(mistake, RenamedCommand):
        return CradleError("command.renamed", f"{what} Run it by that name.")
    detail = f"{what} `{called} --help` describes each option."
    return CradleError("command.usage", detail.replace("?.", "?"))


def is_interruption(failure: BaseException | None) -> bool:
    """True if an interruption caused a failure: a library may wrap it."""
    while failure is not None:
        if isinstance(failure, KeyboardInterrupt):
            return True
        failure = failure.__cause__ or failure.__context__
    return False
