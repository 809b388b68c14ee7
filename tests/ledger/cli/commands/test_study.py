"""`cradle study` writes a file by its ending or a folder of all formats, in each scope and language."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from structlog.testing import capture_logs
from support.command import Ran, cradle
from support.http_api import House, furnished
from support.ledger_tiers import Tiers, tiers
from support.servers import serving

from api.app import create_app
from ledger.documents.rendering import pdf
from ledger.translations.documents import text
from schemas.views.study import Study

Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiers]:
    """A chain of three tiers with a declared figure."""
    with tiers(tmp_path_factory.mktemp("study") / "ledger") as it:
        yield it


@pytest.fixture(scope="module")
def run(three: Tiers) -> Iterator[Run]:
    """Run a login's command against the chain's server."""
    house: House = furnished(three.chain)
    with capture_logs(), serving(create_app(house.context)) as url:

        def ran(who: str, *arguments: object) -> Ran:
            with pytest.MonkeyPatch.context() as patched:
                patched.setenv("CRADLE_API_KEY", house.keys[who])
                return cradle("--server", url, *arguments)

        yield ran


def test_a_folder_gets_all_formats(three: Tiers, run: Run, tmp_path: Path) -> None:
    """Four files of one study, with the same total to the last digit in the data."""
    out = tmp_path / "new"
    ran = run("plant", "study", three.ids["calculation"], "--out", out, "--scope", "public")
    assert ran.code == 0, ran.err
    assert sorted(path.name for path in out.iterdir()) == [
        "study.html",
        "study.json",
        "study.md",
        "study.pdf",
    ]
    study = Study.parse((out / "study.json").read_bytes())
    assert study.scope == "public"
    with pikepdf.open(io.BytesIO((out / "study.pdf").read_bytes())) as opened:
        data = opened.attachments["study.json"].get_file().read_bytes()
    assert data == (out / "study.json").read_bytes()
    assert "wrote" in ran.out
    assert "a study, not a declaration, scope public" in ran.out
    assert "carbon.aircraft" in ran.out


@pytest.mark.parametrize(
    ("ending", "begins"), [("json", b"{"), ("html", b"<!doctype"), ("md", b">")]
)
def test_a_file_has_the_format_of_its_ending(
    three: Tiers, run: Run, tmp_path: Path, ending: str, begins: bytes
) -> None:
    """One file, and nothing beside it."""
    out = tmp_path / f"mine.{ending}"
    assert run("plant", "study", three.ids["calculation"], "--out", out).code == 0
    assert out.read_bytes().startswith(begins)
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_the_language_changes_the_words_and_no_datum(
    three: Tiers, run: Run, tmp_path: Path, language: str
) -> None:
    """The JSON is the same in each language; the page bears its language's mark."""
    calculation = three.ids["calculation"]
    options = ("--scope", "public", "--language", language, "--format", "json,pdf,html")
    ran = run("plant", "study", calculation, "--out", tmp_path, *options, "--json")
    assert ran.code == 0, ran.err
    shown = json.loads(ran.out)
    assert len(shown["files"]) == 3
    assert "carbon.aircraft" in shown["not_stated"]
    mark = text("page.mark.study", language)  # type: ignore[arg-type]  # one of the three
    assert mark in (tmp_path / "study.html").read_text()
    first = pypdfium2.PdfDocument((tmp_path / "study.pdf").read_bytes())[0]
    assert mark.split()[0] in first.get_textpage().get_text_range()
    run("plant", "study", calculation, "--out", tmp_path / "en.json", "--scope", "public")
    assert (tmp_path / "study.json").read_bytes() == (tmp_path / "en.json").read_bytes()


def test_rights_decide_what_is_in_a_full_study(three: Tiers, run: Run, tmp_path: Path) -> None:
    """The operator's has each site; the manufacturer's its own and the names of what is withheld."""
    found = {}
    for who in ("operator", "plant"):
        ran = run(who, "study", three.ids["calculation"], "--out", tmp_path / f"{who}.json")
        assert ran.code == 0, ran.err
        found[who] = Study.parse((tmp_path / f"{who}.json").read_bytes())
    assert len(found["operator"].contributions.sites) == 4
    assert len(found["plant"].contributions.sites) == 1
    assert found["operator"].withheld is None
    assert "contributions.sites" in (found["plant"].withheld or ())


def test_the_public_study_of_a_declared_figure_is_for_every_login(
    three: Tiers, run: Run, tmp_path: Path
) -> None:
    """A supplier reads the public study and not the full one, as it may have the public bundle."""
    calculation, out = three.ids["calculation"], tmp_path / "study.json"
    assert run("mine", "study", calculation, "--out", out, "--scope", "public").code == 0
    refused = run("mine", "study", calculation, "--out", out, "--force")
    assert refused.err.startswith("refused: statement.unknown")


@pytest.mark.parametrize(
    ("out", "options"),
    [
        ("study.docx", ()),
        ("study.pdf", ("--format", "json")),
        ("folder", ("--format", "json,docx")),
        ("missing/study.json", ()),
    ],
)
def test_what_cannot_be_written_is_refused(
    three: Tiers, run: Run, tmp_path: Path, out: str, options: tuple[str, ...]
) -> None:
    """One sentence with a code, and no file."""
    ran = run("plant", "study", three.ids["calculation"], "--out", tmp_path / out, *options)
    assert ran.code == 1
    assert ran.err.startswith(("refused: option.word", "refused: file.unwritable"))
    assert list(tmp_path.iterdir()) == []


def test_without_a_font_nothing_is_written(
    three: Tiers, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Chinese PDF that cannot be set leaves no other format behind."""
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    out = tmp_path / "new"
    ran = run("plant", "study", three.ids["calculation"], "--out", out, "--language", "zh")
    assert ran.err.startswith("refused: document.font")
    assert not out.exists()
