"""The SVG of the Sankey picture: names, titles, ids, and what a strict policy forbids."""

from decimal import Decimal
from xml.etree import ElementTree as ET

from support.flow_chains import STAGES, burden, graph_of, random_graph, words

from ledger.documents.drawing.sankey.cap import keep
from ledger.documents.drawing.sankey.draw import draw_sankey
from ledger.documents.drawing.sankey.layout import lay_out
from ledger.documents.drawing.sankey.values import CreditFlow, FlowGraph

SVG = "{http://www.w3.org/2000/svg}"
GRAPH = graph_of(
    {
        "pack": burden("1", "main_production"),
        "block": burden("4"),
        "recycler": burden("1", "end_of_life", "-3"),
    },
    {"pack": {None: 1}, "block": {"pack": 1}, "recycler": {None: 1}},
    closed=frozenset({"block"}),
)


def parsed(graph: FlowGraph, prefix: str = "p", cap: int = 24) -> ET.Element:
    """The drawing as a tree."""
    return ET.fromstring(draw_sankey(keep(graph, cap), words(), prefix))  # noqa: S314 - our own


def titles(root: ET.Element) -> list[str]:
    """The titles of the groups."""
    return [
        title.text or ""
        for group in root.findall(f"{SVG}g")
        for title in group.findall(f"{SVG}title")
    ]


def test_it_has_a_name_and_a_description() -> None:
    """It is an image, named and described by its first two elements."""
    root = parsed(GRAPH)
    assert root.attrib["role"] == "img"
    first, second = list(root)[:2]
    assert root.attrib["aria-labelledby"] == f"{first.attrib['id']} {second.attrib['id']}"
    assert (first.text, second.text) == ("From mine to pack", "Flows in kg CO2e per kWh.")
    assert {"width", "height", "viewBox"} <= root.attrib.keys()


def test_ids_begin_with_the_prefix() -> None:
    """Two pictures of one page share no id, and each refers to its own."""
    one, other = (
        {each.attrib["id"] for each in parsed(GRAPH, prefix).iter() if "id" in each.attrib}
        for prefix in ("one", "other")
    )
    assert one
    assert not one & other
    used = {each.attrib.get("fill", "") for each in parsed(GRAPH, "one").iter()}
    assert {name[5:-1] for name in used if name.startswith("url(#")} <= one


def test_every_shape_has_a_title() -> None:
    """All paths, rectangles and lines are in groups, and each group begins with a title."""
    for seed in range(30):
        root = parsed(random_graph(seed), cap=8)
        for child in root:
            assert child.tag.removeprefix(SVG) in {"title", "desc", "defs", "g", "text"}
            if child.tag == f"{SVG}g":
                assert child[0].tag == f"{SVG}title"
                assert child[0].text


def test_titles_say_what_the_table_says() -> None:
    """A bar has its total and own part, a flow its ends and stages, credits their sum."""
    found = titles(parsed(GRAPH))
    assert "pack, DE\nwith suppliers 5\nown: Main production 1" in found
    assert "block, DE\nwith suppliers 4\nwith all behind it" in found
    assert "block → pack\nRaw material 4" in found
    assert "recycler → Declared\nEnd of life 1\nEnd of life, Credits \u22123" in found
    assert "Declared 3 kg CO2e per kWh" in found
    assert "Credits \u22123" in found


def test_smaller_sites_have_titles() -> None:
    """A grey part says how many sites it is, and their value."""
    found = titles(parsed(GRAPH, cap=1))
    assert any("1 smaller sites" in title for title in found)


def test_nothing_is_a_sentence() -> None:
    """Where nothing flows, a sentence says so, under the same name."""
    root = parsed(FlowGraph(Decimal(0)))
    assert [line.text for line in root.findall(f"{SVG}text")] == ["Nothing flows here."]
    assert root.attrib["role"] == "img"


def test_no_style_attribute_and_a_class_for_each_stage() -> None:
    """A strict policy forbids inline style; every stripe has its stage's class."""
    root = parsed(GRAPH)
    assert not [each for each in root.iter() if "style" in each.attrib]
    flows = [each.attrib["class"] for each in root.iter() if "flow" in each.attrib.get("class", "")]
    assert flows
    assert {name.split()[1].removeprefix("stage-") for name in flows} <= set(STAGES)


def test_a_name_cannot_become_markup() -> None:
    """Names of sites and of credits are escaped in labels and titles."""
    graph = graph_of(
        {"a": burden("2", credit="-1")}, {"a": {None: 1}}, names={"a": ("<script>&", '"DE')}
    )
    named = FlowGraph(graph.total, graph.sites, graph.flows, (CreditFlow("<b>", Decimal(-1)),))
    drawn = draw_sankey(keep(named), words(), "p")
    assert "<script>" not in drawn
    assert "<b>" not in drawn
    assert "&lt;script&gt;&amp;" in drawn


def test_an_unknown_stage_is_drawn_in_grey_under_its_own_name() -> None:
    """A rulebook may know further stages."""
    root = parsed(graph_of({"a": burden("1", "use")}, {"a": {None: 1}}))
    assert "a → Declared\nuse 1" in titles(root)


def test_drawn_widths_are_those_of_the_layout() -> None:
    """The paths' edges have the distance of the layout's widths, to a tenth of a pixel at each end."""
    layout = lay_out(keep(GRAPH), words())
    assert layout is not None
    root = parsed(GRAPH)
    paths = [each for each in root.iter() if each.attrib.get("class", "").startswith("flow")]
    widths = [stripe.width for ribbon in layout.ribbons for stripe in ribbon.stripes]
    for path, width in zip(paths, widths, strict=True):
        upper, lower = path.attrib["d"].removesuffix("Z").split("L")
        start = Decimal(upper.split("C")[0].removeprefix("M").split()[1])
        end = Decimal(lower.split()[-1])
        assert abs((end - start) - max(width, Decimal("0.6"))) <= Decimal("0.1")
