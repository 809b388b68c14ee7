"""The texts and the markup of an HTML file."""

from time import monotonic

from ledger.exchange.comparison.html_items import html_items

HTML = """<main><h2>Stages &amp; total</h2><dl><dt>Class</dt><dd>A  7</dd></dl>
<table><tr><td>raw</td><td>1</td></tr></table><a href="https://x.example/1" class=k>link</a></main>"""


def test_a_text_has_its_heading_and_label() -> None:
    """Entities are read, and spaces are one."""
    found = {item.text: item.place for item in html_items(HTML) if item.is_text}
    assert found["Stages & total"] == "Stages & total"
    assert found["A 7"] == "Stages & total: Class"
    assert found["1"] == "Stages & total: raw"
    assert found["https://x.example/1"] == "Stages & total: raw, attribute of a"


def test_markup_is_no_text_and_keeps_its_attributes() -> None:
    """An attribute that people see is a text beside it; styles and scripts are none."""
    marks = [item.text for item in html_items(HTML) if not item.is_text]
    assert '<a class="k" href>' in marks
    assert "</main>" in marks
    hidden = list(html_items("<style>p{}</style><!-- 1 --><script>x</script>"))
    assert not any(item.is_text for item in hidden)


def test_a_broken_file_is_read_in_linear_time() -> None:
    """Tags that never end are texts like others."""
    start = monotonic()
    for part in ("<", "<a ", "<!--", "&", "<a b='", "</"):
        assert list(html_items(part * 200_000))
    assert monotonic() - start < 30
