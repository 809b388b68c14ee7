"""The flows behind a figure as a Sankey picture: values in, a layout that tests can measure, SVG out.

`FlowGraph` is the input, `keep` caps it, `lay_out` places it, `draw_sankey` writes it, and `flow_rows` gives the same
flows as rows. Burdens flow right into the product; credits are a flow of their own that turns back below everything.
"""
