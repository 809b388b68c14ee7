"""Elements that an entry beside a figure leaves unsaid: those of the same goods that count.

Two entries of the same goods could each leave out something else: the one that counts a row, the one beside it another
row and the element that this row brings, so that neither is priced for what it lacks. Goods that are the same hold the
same. So where an entry beside the figure states no element that a line which counts does not, in the parts that the
latter states, it is read with all elements of that line.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ledger.choices.hydrates import elements_of_line
from ledger.choices.look_alike import alike as is_alike
from ledger.choices.same_goods import Likeness, are_equal, are_same_goods, likenesses
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.entry import ProductLine
from schemas.signed.inventory import Output

_Line = tuple[EntryRecord, Output]
_Alike = Mapping[tuple[str, Likeness], Sequence[_Line]]


def with_unsaid(
    entries: Mapping[str, EntryRecord], counted: Mapping[str, EntryRecord]
) -> Mapping[str, EntryRecord]:
    """The entries, those that are not counted with the elements of the same goods that are."""
    alike: dict[tuple[str, Likeness], list[_Line]] = defaultdict(list)
    for record in counted.values():
        for output in () if record.inventory is None else record.inventory.outputs:
            for likeness in likenesses(record, output):
                alike[record.entry.issuer, likeness].append((record, output))
    return {
        name: record if name in counted else _filled(record, alike)
        for name, record in entries.items()
    }


def _filled(record: EntryRecord, alike: _Alike) -> EntryRecord:
    """An entry with the elements that its lines leave unsaid."""
    if record.inventory is None or record.product is None:
        return record
    outputs = {output.line: output for output in record.inventory.outputs}
    lines = tuple(
        _with_elements(record, outputs[line.line], line, alike) if line.line in outputs else line
        for line in record.product.lines
    )
    if lines == record.product.lines:
        return record
    return record._replace(product=record.product.model_copy(update={"lines": lines}))


def _counterparts(record: EntryRecord, output: Output, alike: _Alike) -> Sequence[_Line]:
    """The counted lines of a line's goods: those of a like product if there are any, for a plant makes several."""
    lines = {
        (other.id, row.line): (other, row)
        for likeness in likenesses(record, output)
        for other, row in alike.get((record.entry.issuer, likeness), ())
        if are_same_goods(record, output, other, row)
    }
    named = [line for line in lines.values() if is_alike(line[1].product, output.product)]
    return named or [*lines.values()]


def _with_elements(
    record: EntryRecord, output: Output, line: ProductLine, alike: _Alike
) -> ProductLine:
    own = elements_of_line(line)
    fuller = {
        (len(held), other.id, row.line): other_line
        for other, row in _counterparts(record, output, alike)
        if (other_line := product_line(other, row.line)) is not None
        if own.keys() < (held := elements_of_line(other_line)).keys() and are_equal(own, held)
    }
    if not fuller:
        return line
    said = {row.element for row in line.elements}
    more = [row for row in fuller[max(fuller)].elements if row.element not in said]
    rows = sorted([*line.elements, *more], key=lambda row: row.element)
    return line.model_copy(update={"elements": tuple(rows)})
