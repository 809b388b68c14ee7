"""Bars of sites: inflows on top, then smaller sites, own part last, so that the own part is solid at the foot."""

from collections.abc import Iterator
from decimal import Decimal

from ledger.documents.drawing.sankey.columns import PRODUCT, Point
from ledger.documents.drawing.sankey.frame import BAR, value_text
from ledger.documents.drawing.sankey.labels import Box, Line, site_lines
from ledger.documents.drawing.sankey.place import Room, Tops
from ledger.documents.drawing.sankey.scene import Scene
from ledger.documents.drawing.sankey.shapes import THINNEST, Bar, Part
from ledger.documents.drawing.sankey.values import ZERO, Site, amounts, burdens_of, stages_of
from ledger.documents.drawing.text_width import wrap

PASSAGE_GAP = Decimal(4)
NOTE_LINES = 2


def rooms_of(scene: Scene, product: Box) -> dict[Point, Room]:
    """The room that each point needs."""
    passages = {row.source: row.burdens for row in scene.grid.segments}
    rooms: dict[Point, Room] = {}
    for point, column in scene.grid.column_of.items():
        if point == PRODUCT:
            rooms[point] = Room(product.x0, product.y1)
        elif len(point) > 1:
            height = scene.px(passages[point])
            rooms[point] = Room(scene.frame.left(column, BAR), height, gap=PASSAGE_GAP)
        else:
            rooms[point] = _site_room(scene, scene.sites[point[0]], column)
    return rooms


def _site_room(scene: Scene, site: Site, column: int) -> Room:
    """A site's bar with its label: above it if something flows in, else left of it."""
    frame, words = scene.frame, scene.words
    wide = frame.bar(site)
    fed = site.key in scene.arriving
    free = frame.above(column, wide) if fed else frame.beside(column, wide)
    lines = site_lines(site.name, value_text(site, scene.leaving[site.key], words), free)
    if site.closed:
        lines += tuple(
            Line(value=text) for text in wrap(words.behind, free, NOTE_LINES, strong=False)
        )
    height = sum((part.height for part in parts_of(scene, site)), ZERO)
    height = max(height, scene.px(scene.leaving[site.key].burdens), THINNEST)
    return Room(frame.left(column, wide), height, *((lines, ()) if fed else ((), lines)))


def parts_of(scene: Scene, site: Site) -> tuple[Part, ...]:
    """The parts of a bar that have a height."""
    return tuple(part for part in _parts(scene, site) if part.height)


def _parts(scene: Scene, site: Site) -> Iterator[Part]:
    inflows = (burdens_of(flow.stages) for flow in scene.arriving.get(site.key, ()))
    yield Part("inputs", "", scene.px(sum(inflows, ZERO)))
    if site.key in scene.kept.smaller:
        yield Part("smaller", "", scene.px(burdens_of(scene.kept.smaller[site.key].stages)))
    for row in stages_of(amounts(site.own)):
        yield Part("own", row.stage, scene.px(row.burdens))


def bars_of(scene: Scene, tops: Tops, rooms: dict[Point, Room]) -> tuple[Bar, ...]:
    """The bars at their places."""
    bars = []
    for key, site in scene.sites.items():
        room, top = rooms[key,], tops[key,]
        box = Box(room.left, top, room.left + scene.frame.bar(site), top + room.height)
        bars.append(Bar(site, box, parts_of(scene, site)))
    return tuple(bars)
