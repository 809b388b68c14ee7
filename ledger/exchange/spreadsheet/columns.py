"""The template: its tables and columns, in one place for the writer, the reader, CSV and the corrected file.

`process` is a form, one field a row; the others are tables with a heading row. A column states the form of its cells,
its list of words, if it is mandatory, its first version of the template, and if zero is a value of it. Versions only
add columns: in an older file the newer ones are empty. A template covers one stage of a supplier. The table that only
recyclers need (`avoided`) is not in the templates of other stages, but is read from any file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from schemas.gases import Gas, GasOrigin
from schemas.vocabulary import (
    AllocationBasis,
    DataBasis,
    Known,
    OutputRole,
    ProcessCode,
    Purpose,
    Reason,
    Stage,
    Supply,
    Unit,
)

FORMAT = "cradle-entry"
"""The name of the template on its hidden sheet, or in the first line of a CSV file."""

META = "_cradle"
"""The hidden sheet that states format, version and language."""

VERSION = 2


class Form(Enum):
    """The form of the cells of a column."""

    TEXT = auto()
    AMOUNT = auto()
    SHARE = auto()
    COUNT = auto()
    DAY = auto()
    WORD = auto()
    COUNTRY = auto()
    DELIVERY = auto()


NUMBERS = frozenset({Form.AMOUNT, Form.SHARE, Form.COUNT})


@dataclass(frozen=True)
class Column:
    """A column of a table, or a field of the process."""

    key: str
    form: Form = Form.TEXT
    required: bool = False
    words: tuple[str, ...] = ()
    listed: str = ""
    since: int = 1
    zero: bool = False


@dataclass(frozen=True)
class Table:
    """A table of the template; a `needed` one is mandatory and has at least one row."""

    key: str
    columns: tuple[Column, ...]
    needed: bool = False
    stages: frozenset[Stage] = frozenset(Stage)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of its columns."""
        return tuple(column.key for column in self.columns)

    @property
    def is_form(self) -> bool:
        """True if it has one field a row instead of a heading row."""
        return self is PROCESS


def _text(key: str, *, required: bool = False) -> Column:
    return Column(key, Form.TEXT, required)


def _amount(key: str, *, required: bool = False) -> Column:
    return Column(key, Form.AMOUNT, required)


def _word(key: str, words: type[Enum], *, required: bool = False) -> Column:
    return Column(key, Form.WORD, required, tuple(str(item.value) for item in words), key)


_KNOWN = (_word("known", Known), _text("document"))

_BASES = tuple(basis.value for basis in DataBasis if basis is not DataBasis.OPAQUE_IMPORT)
"""The data bases of an entry; an imported figure is the basis of a row only."""

PROCESS = Table(
    "process",
    (
        _text("site_code", required=True),
        Column("country", Form.COUNTRY, required=True),
        _text("zone"),
        _word("process", ProcessCode, required=True),
        Column("first_day", Form.DAY, required=True),
        Column("last_day", Form.DAY, required=True),
        Column("basis", Form.WORD, required=True, words=_BASES, listed="basis"),
        _text("lot"),
        _text("model"),
        _word("allocation", AllocationBasis),
        _text("supersedes"),
        _word("reason", Reason),
    ),
    needed=True,
)
OUTPUTS = Table(
    "outputs",
    (
        _text("line", required=True),
        _text("product"),
        _text("name", required=True),
        _amount("amount", required=True),
        _word("unit", Unit, required=True),
        _word("role", OutputRole, required=True),
        _amount("allocation_value"),
        Column("batteries", Form.COUNT),
        Column("form", Form.WORD, required=True, words=("as_is", "dry", "hydrate"), listed="form"),
        _text("formula"),
        _amount("kg_per_unit"),
        _amount("kwh_per_unit"),
    ),
    needed=True,
)
ELEMENTS = Table(
    "elements",
    (
        _text("line", required=True),
        _text("element", required=True),
        Column("fraction", Form.SHARE, required=True),
        Column("recycled", Form.SHARE, zero=True),
    ),
)
KINDS = ("delivery", "activity", "unknown_supplier")
INPUTS = Table(
    "inputs",
    (
        Column("kind", Form.WORD, words=KINDS, listed="kind", since=2),
        Column("delivery", Form.DELIVERY),
        _text("flow"),
        _text("product"),
        _amount("amount"),
        _word("unit", Unit),
        _word("purpose", Purpose, required=True),
        _word("stage", Stage),
        *_KNOWN,
        _word("supply", Supply),
        _text("material"),
        _amount("carried_kg"),
        _amount("km"),
    ),
)
WASTES = Table(
    "wastes",
    (
        _text("flow", required=True),
        _amount("amount", required=True),
        _word("unit", Unit, required=True),
        _word("purpose", Purpose, required=True),
        _word("stage", Stage),
        *_KNOWN,
    ),
)
EMISSIONS = Table(
    "emissions",
    (
        _word("gas", Gas, required=True),
        _word("origin", GasOrigin, required=True),
        _amount("emitted_kg", required=True),
        _word("stage", Stage),
        *_KNOWN,
    ),
)
AVOIDED = Table(
    "avoided",
    (
        Column("delivery", Form.DELIVERY),
        _text("flow"),
        _text("material"),
        Column("recovery", Form.WORD, words=("energy",), listed="recovery"),
        _amount("amount"),
        _word("unit", Unit),
        _amount("allocation_value"),
        _word("stage", Stage),
        *_KNOWN,
    ),
    stages=frozenset({Stage.END_OF_LIFE}),
)
TABLES = (PROCESS, OUTPUTS, ELEMENTS, INPUTS, WASTES, EMISSIONS, AVOIDED)
BY_KEY: Mapping[str, Table] = {table.key: table for table in TABLES}


def tables_of(stage: Stage) -> tuple[Table, ...]:
    """The tables in the template of a stage."""
    return tuple(table for table in TABLES if stage in table.stages)
