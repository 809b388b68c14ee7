"""All products at once, in floating point on arrays: scores, what-if, uncertainty; never a declared figure."""
