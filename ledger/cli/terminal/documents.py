"""The files of a document that a command writes: one file by its ending, or a folder with one file for each format.

All of them are rendered before the first is written, so that a refusal leaves nothing half written.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.cli.terminal.files import require_place, write_file
from schemas.errors import CradleError

if TYPE_CHECKING:
    from ledger.documents.page import Page
    from ledger.documents.rendering.formats import Format


def plan_files(out: Path, name: str, formats: str | None) -> "Mapping[Format, Path]":
    """The files to write, by format.

    Args:
        out: a file whose ending is a format, or a folder; a folder that does not exist is made.
        name: of the files in a folder, without ending.
        formats: the words of the formats with commas between them; None for all of them, or the file's own.

    Raises:
        CradleError: `option.word` for a word or an ending that is no format, or a file of another format;
            `file.unwritable`.
    """
    from ledger.documents.rendering.formats import FORMATS, Format

    known: dict[str, Format] = {form: form for form in FORMATS}
    words = list(known) if formats is None else [word.strip() for word in formats.split(",")]
    for word in words:
        if word not in known:
            detail = f"{word!r:.80} is no format; use some of {', '.join(FORMATS)}."
            raise CradleError("option.word", detail, "--format")
    ending = out.suffix.removeprefix(".")
    if out.is_dir() or (not ending and not out.exists()):
        require_place(out / f"{name}.json" if out.is_dir() else out)
        return {known[word]: out / f"{name}.{word}" for word in words}
    if ending not in known:
        detail = (
            f"{out.name!r:.80} has another ending; use one of {', '.join(FORMATS)}, or a folder."
        )
        raise CradleError("option.word", detail, "--out")
    if formats is not None and words != [ending]:
        detail = f"{out.name!r:.80} is a file of one format; name a folder, or leave out --format."
        raise CradleError("option.word", detail, "--format")
    require_place(out)
    return {known[ending]: out}


def write_documents(files: "Mapping[Format, Path]", data: bytes, page: "Page") -> None:
    """Render a document in each format, then write the files.

    Args:
        files: as `plan_files`.
        data: the document as JSON.
        page: the document laid out.

    Raises:
        CradleError: `document.*`, `file.unwritable`.
    """
    from ledger.documents.rendering.formats import render_as

    rendered = {path: render_as(form, data, page) for form, path in files.items()}
    for path, content in rendered.items():
        _make_folder(path.parent)
        write_file(path, content)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        detail = "The folder cannot be made; check the path, and that you may write there."
        raise CradleError("file.unwritable", detail, str(folder)) from None
