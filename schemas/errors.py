"""The one error class of Cradle: it says what is wrong, where, and what to do.

People (a supplier with a spreadsheet) and programs read a refusal, so it carries a stable dotted `code`, one sentence,
and the place: a field path such as `inputs[3].amount`, or sheet, row and cell. Codes never change their meaning;
sentences may be improved. Primitives raise the error; the audit collects it as findings.
"""


class CradleError(Exception):
    """A refusal with a stable code.

    Attributes:
        code: dotted, lower case, stable: `json.float`, `delivery.above_output`.
        detail: one sentence for a person: what is wrong and what to do.
        place: the field path or cell; empty if there is none.
    """

    def __init__(self, code: str, detail: str, place: str = "") -> None:
        super().__init__(code, detail, place)
        self.code = code
        self.detail = detail
        self.place = place

    def __str__(self) -> str:
        where = f" at {self.place}" if self.place else ""
        return f"{self.code}{where}: {self.detail}"


def install_command(extra: str) -> str:
    """The command that installs an extra of `pyproject.toml`."""
    return f"pip install 'cradle-ledger[{extra}]' (in a checkout: make venv)"


def missing_extra(code: str, need: str, extra: str, place: str = "") -> CradleError:
    """The refusal of what needs an extra that is not installed; `need` is a clause that names the package."""
    return CradleError(code, f"{need}; run {install_command(extra)}.", place)


def sentence(clause: str) -> str:
    """Turn a clause into a sentence; an identifier at its start keeps its case."""
    text = clause.removesuffix(".")
    start = text[:1].upper() if text.partition(" ")[0].isalpha() else text[:1]
    return f"{start}{text[1:]}."
