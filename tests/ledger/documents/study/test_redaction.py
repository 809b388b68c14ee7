"""The public study of a chain with secrets has none of them: no amount, no supplier, no exact upstream digit.

Every output is searched: the JSON, the page as HTML and Markdown, and the PDF with its text and its attachment.
"""

import io
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest
from support.ledger_tiers import Tiers
from support.sentinels import significant

from ledger.documents.page import to_bytes
from ledger.documents.rendering.html import render_html
from ledger.documents.rendering.markdown import render_markdown
from ledger.documents.rendering.pdf import render_pdf
from ledger.documents.study.layout import layout_study
from ledger.footprint.quality.quality_document import round_quality
from ledger.translations.languages import LANGUAGES
from schemas.signed.quality import Profile
from schemas.views.study import Study

AMOUNTS = ("7351", "91.357", "6173", "5923", "4567.125", "3947", "28.875", "197")
SUPPLIERS = ("Mine Ltd", "Refinery Ltd", "Recycler Ltd", "urn:test:refinery", "urn:test:mine")
FLOWS = ("test:power", "test:freight")


def outputs(study: Study) -> list[str]:
    """All that a reader of the study gets, as text."""
    found = [to_bytes(study).decode()]
    for language in LANGUAGES:
        page = layout_study(study, language)
        pdf = render_pdf(page)
        found += [render_html(page), render_markdown(page), *text_of(pdf), attached(pdf)]
    return found


def text_of(pdf: bytes) -> list[str]:
    """The text of each page of a PDF."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def attached(pdf: bytes) -> str:
    """The attachment of a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return opened.attachments["study.json"].get_file().read_bytes().decode()


@pytest.fixture(scope="module")
def public(studies: dict[str, Study]) -> list[str]:
    """The outputs of the public study."""
    return outputs(studies["public"])


def secrets(three: Tiers) -> set[str]:
    """What the suppliers hold back: amounts, names, flows, and the ids of their statements."""
    ids = {three.ids[name] for name in ("mined", "ore", "refined", "salt", "treated", "treatment")}
    parties = {three.chain.mine.id, three.refinery.id, three.chain.recycler.id}
    return {*AMOUNTS, *SUPPLIERS, *FLOWS, *(name.removeprefix("sha256:") for name in ids | parties)}


def words(text: str) -> str:
    """A text with its decimal commas as points, so that an amount is found in any language."""
    return text.replace(",", ".")


def test_a_public_study_has_no_secret(three: Tiers, public: list[str]) -> None:
    """Neither a supplier's name, id, product or flow nor an amount of a row is in any output."""
    hashes = ("sha256:", "urn:")
    for text in public:
        shown = " ".join(
            word for word in words(text).split() if not word.strip('"`').startswith(hashes)
        )
        for secret in secrets(three) - {"197", "3947"}:
            assert secret not in shown, secret


def test_the_search_finds_what_a_full_study_has(three: Tiers, studies: dict[str, Study]) -> None:
    """The names and flows that the public study lacks are in the full one, so the search is able to fail."""
    full = words("".join(outputs(studies["everything"])))
    assert [name for name in ("Refinery Ltd", "Recycler Ltd", *FLOWS) if name not in full] == []
    assert three.ids["refined"] in full


def test_a_manufacturer_sees_no_other_firm_either(three: Tiers, studies: dict[str, Study]) -> None:
    """Its full study has its own site and flows, and nothing of its suppliers' rows."""
    study = studies["issuer"]
    assert {row.entry for row in study.contributions.sites} == {three.ids["packs"]}
    text = words(to_bytes(study).decode())
    assert not any(name in text for name in SUPPLIERS)
    assert not any(f'"{amount}"' in text for amount in AMOUNTS)
    assert study.end_of_life == ()
    assert {"end_of_life", "contributions.sites"} <= set(study.withheld or ())


@pytest.mark.parametrize("reader", ["issuer", "public"])
def test_values_of_suppliers_have_four_digits(reader: str, studies: dict[str, Study]) -> None:
    """Exact digits of processes, countries and supplies would let a reader solve for a supplier's amounts."""
    study = studies[reader]
    rows = (*study.contributions.processes, *study.contributions.countries)
    values = [row.kg for row in (*rows, *study.electricity.supplies)]
    assert any(significant(row.kg) > 4 for row in studies["everything"].contributions.countries)
    assert all(significant(value) <= 4 for value in values)
    assert all(significant(row.percent or "0") <= 4 for row in rows)


def test_all_of_a_public_study_has_four_digits_but_what_is_declared(
    studies: dict[str, Study],
) -> None:
    """Total, stages, and the manufacturer's own statements on its battery are the only longer numbers."""
    study = studies["public"].to_json()
    for name in ("total", "stages", "total_energy", "system", "method", "gases", "data"):
        study.pop(name)
    assert max(map(significant, _numbers(study))) <= 4


def _numbers(value: object) -> list[str]:
    if isinstance(value, dict):
        return [found for item in value.values() for found in _numbers(item)]
    if isinstance(value, list):
        return [found for item in value for found in _numbers(item)]
    is_number = isinstance(value, str) and value.lstrip("-").replace(".", "", 1).isdigit()
    return [str(value)] if is_number else []


def test_a_public_rating_has_four_digits(pef: dict[str, Study]) -> None:
    """A mean weighted by contributions is rounded too, each criterion and the share that is not rated."""
    quality = pef["everything"].quality
    assert quality is not None
    long = {"dqr": "2.357143", "other_dqr": "2.1", "unrated_share": "0.123457"}
    scores = Profile(te_r="1.234567", ge_r="4.999999", p="5")
    rounded = round_quality(quality.model_copy(update={**long, "scores": scores}))
    assert (rounded.dqr, rounded.other_dqr, rounded.unrated_share) == ("2.357", "2.1", "0.1235")
    assert rounded.scores == Profile(te_r="1.235", ge_r="5", p="5")
    assert pef["public"].quality == round_quality(quality).model_copy(update={"most_relevant": ()})


def test_a_share_tells_no_more_than_its_value(studies: dict[str, Study]) -> None:
    """A per cent is that of the rounded value: two roundings of one number would narrow it down."""
    study = studies["public"]
    for row in (*study.contributions.processes, *study.contributions.countries):
        share = Decimal(row.kg) / Decimal(study.total) * 100
        assert row.percent is not None
        assert abs(Decimal(row.percent) - share) <= abs(share) * Decimal("0.0005")
