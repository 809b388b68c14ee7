"""The files of a document that a command writes: one file by its ending, or a folder with one file for each format.

All of them are rendered before the first is written, so that a refusal leaves nothing half written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.cli.terminal.files import require_new, require_place, write_file
from schemas.errors import CradleError

if TYPE_CHECKING:
    from ledger.client.ledger_desk import LedgerDesk
    from ledger.documents.page import Page
    from ledger.documents.rendering.formats import Format
    from ledger.translations.languages import Language
    from schemas.base import Model
    from schemas.views.declaration_document import DeclarationDocument
    from schemas.views.study import Study

PASSPORT = "battery-pass.json"
DECLARATION_FORMATS = "json,html,pdf"
NAMES = (
    *("declaration.json", "declaration.html", "declaration.pdf", PASSPORT),
    *("study.json", "study.html", "study.pdf", "study.md"),
)
"""The files of a declaration's folder."""


def plan_files(
    out: Path, name: str, formats: str | None, *, force: bool = True
) -> "Mapping[Format, Path]":
    """The files to write, by format.

    Args:
        out: a file whose ending is a format, or a folder; a folder that does not exist is made.
        name: of the files in a folder, without ending.
        formats: the words of the formats with commas between them; None for all of them, or the file's own.
        force: False if no file may be replaced.

    Raises:
        CradleError: `option.word` for a word or an ending that is not a format, or a file of another format;
            `file.unwritable`, `file.exists`.
    """
    from ledger.documents.rendering.formats import FORMATS, Format

    format_by_name: dict[str, Format] = {form: form for form in FORMATS}
    words = (
        list(format_by_name) if formats is None else [word.strip() for word in formats.split(",")]
    )
    for word in words:
        if word not in format_by_name:
            detail = f"{word!r:.80} is not a format; use some of {', '.join(FORMATS)}."
            raise CradleError("option.word", detail, "--format")
    ending = out.suffix.removeprefix(".")
    if out.is_dir() or (not ending and not out.exists()):
        require_place(out / f"{name}.json" if out.is_dir() else out)
        files = {format_by_name[word]: out / f"{name}.{word}" for word in words}
        _require_none(files.values(), force=force)
        return files
    if ending not in format_by_name:
        detail = (
            f"{out.name!r:.80} has another ending; use one of {', '.join(FORMATS)}, or a folder."
        )
        raise CradleError("option.word", detail, "--out")
    if formats is not None and words != [ending]:
        detail = f"{out.name!r:.80} is a file of one format; name a folder, or leave out --format."
        raise CradleError("option.word", detail, "--format")
    require_new(out, force=force)
    return {format_by_name[ending]: out}


def _require_none(files: Iterable[Path], *, force: bool) -> None:
    """Refuse the first file that exists, unless it may be replaced.

    Raises:
        CradleError: `file.exists`.
    """
    for path in files:
        if path.exists():
            require_new(path, force=force)


def render_files(
    files: "Mapping[Format, Path]", document: "Model", page: "Page"
) -> dict[Path, bytes]:
    """A document in each format, by the file to write.

    Args:
        files: as `plan_files`.
        document: whose JSON is one of the formats.
        page: the document laid out.

    Raises:
        CradleError: `document.*`.
    """
    from ledger.documents.page import to_bytes
    from ledger.documents.rendering.formats import render_as

    data = to_bytes(document)
    return {path: render_as(form, data, page) for form, path in files.items()}


def declaration_files(
    folder: Path, document: "DeclarationDocument", study: "Study", language: "Language"
) -> dict[Path, bytes]:
    """All files of a declaration and its study, under fixed names, by the file to write.

    There is passport data only of a declaration under law in force that names a public study.

    Raises:
        CradleError: `document.*`.
    """
    from ledger.documents.declaration.layout import layout_declaration
    from ledger.documents.study.layout import layout_study
    from ledger.exchange.battery_pass import battery_pass_of, is_passport

    declared = plan_files(folder, "declaration", DECLARATION_FORMATS)
    files = render_files(declared, document, layout_declaration(document, language))
    if document.study is not None and is_passport(document.standing):
        files[folder / PASSPORT] = battery_pass_of(document)
    studied = plan_files(folder, "study", None)
    return files | render_files(studied, study, layout_study(study, language))


@dataclass(frozen=True, slots=True)
class DocumentFolder:
    """A folder for all files of a declaration: their language, and the address that the QR code bears."""

    folder: Path
    language: "Language"
    page: str | None = None

    def render(
        self, backend: "LedgerDesk", statement: str
    ) -> "tuple[DeclarationDocument, dict[Path, bytes]]":
        """The document of a declaration or calculation, and its files.

        Raises:
            CradleError: `document.*`, or the ledger's refusal.
        """
        document = with_page(backend.declaration_document(statement), self.page)
        study = backend.study(document.digests.calculation, "public")
        return document, declaration_files(self.folder, document, study, self.language)

    def write(self, backend: "LedgerDesk", statement: str) -> dict[str, str]:
        """Write the files; the absolute path of each by its name.

        Raises:
            CradleError: as `render`, or `file.unwritable`.
        """
        return write_files(self.render(backend, statement)[1])


def with_page(document: "DeclarationDocument", page: str | None) -> "DeclarationDocument":
    """A document that names its public page; unchanged without one.

    Raises:
        CradleError: `address.grammar`.
    """
    from ledger.documents.page import to_bytes

    if page is None:
        return document
    return type(document).parse(to_bytes(document.model_copy(update={"page": page})))


def require_folder(folder: Path | None, page: str | None = None, *, force: bool) -> None:
    """Refuse a place where no folder can be made, files that exist, and a page without documents, before any work.

    Raises:
        CradleError: `file.unwritable`, `file.exists`, `option.page`.
    """
    if folder is None:
        if page is not None:
            detail = "The page stands on documents that are written; name their folder with --out."
            raise CradleError("option.page", detail, "--page")
        return
    above = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not above.is_dir():
        detail = f"{above} is a file; name a folder for the documents."
        raise CradleError("file.unwritable", detail, str(folder))
    _require_none((folder / name for name in NAMES), force=force)


def write_files(files: Mapping[Path, bytes]) -> dict[str, str]:
    """Write rendered files; the absolute path of each by its name.

    Raises:
        CradleError: `file.unwritable`.
    """
    for path, content in files.items():
        _make_folder(path.parent)
        write_file(path, content)
    return {path.name: str(path.resolve()) for path in files}


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        detail = "The folder cannot be made; check the path, and that you may write there."
        raise CradleError("file.unwritable", detail, str(folder)) from None
