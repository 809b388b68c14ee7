"""A question or act as a program asks it: where its function is, its address on a server, and the form of its answer.

The calls of all questions are generated into `ledger.client.questions` from those in `ledger.desk`, so that a
client imports none of the functions that answer them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, Literal, TypeVar, cast

import orjson

from ledger.client.paths import Query, step
from schemas.base import Model
from schemas.signed.kinds import PLURALS
from schemas.signed.statement import Kind
from schemas.views.file import File

Answer = TypeVar("Answer")
Method = Literal["GET", "POST", "PUT", "DELETE"]
Arguments = Mapping[str, object]
"""The arguments of a question by name."""

Agreement = Callable[[Any, Arguments], str | None]
"""The member of an answer that does not fit what was asked; None if all fit."""


@dataclass(frozen=True, slots=True)
class Call(Generic[Answer]):
    """A declared question, without its function.

    Attributes:
        module: the module of its function in `ledger.desk`.
        name: of its function.
        method: of the request.
        path: of the request, with the names of arguments in braces; the other arguments are its query.
        answer: the model of the answer; the type of None if there is none.
        body: the name of the argument that is the body of the request.
        agrees: compares the answer with what was asked.
        is_once: it is not repeated after a lost connection.
    """

    module: str
    name: str
    method: Method
    path: str
    answer: type[Answer]
    body: str | None = None
    agrees: Agreement | None = None
    is_once: bool = False

    def read(self, data: bytes, name: str = "") -> Answer:
        """The answer in the body of a response; `name` is that of a file.

        Raises:
            CradleError: as its model, if the body is no such answer.
        """
        if issubclass(self.answer, File):
            return cast("Answer", File(data, name))
        answer = self.answer.parse(data) if issubclass(self.answer, Model) else None
        return cast("Answer", answer)

    def address(self, arguments: Arguments) -> str:
        """The path of the request."""
        return self.path.format_map(
            {
                name: step(_text(value))
                for name, value in arguments.items()
                if f"{{{name}}}" in self.path
            }
        )

    def query(self, arguments: Arguments) -> Query:
        """The arguments that are neither in the path nor the body; those without a value are left out."""
        return {
            name: [_text(item) for item in value]
            if isinstance(value, tuple | list)
            else _text(value)
            for name, value in arguments.items()
            if value is not None and name != self.body and f"{{{name}}}" not in self.path
        }

    def content(self, arguments: Arguments) -> bytes:
        """The body of the request; empty if it has none.

        Raises:
            TypeError: the argument is no model.
        """
        if self.body is None:
            return b""
        body = arguments[self.body]
        if isinstance(body, bytes):
            return body
        if not isinstance(body, Model):
            raise TypeError(self.body)
        return orjson.dumps(body.to_json())


def _text(value: object) -> str:
    """An argument as it stands in an address; a kind of statements is its plural."""
    if isinstance(value, Kind):
        return PLURALS[value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.value if isinstance(value, Enum) else value)
