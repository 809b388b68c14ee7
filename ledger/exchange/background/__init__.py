"""Life-cycle databases as factor sets: readers, oddities, characterization, solving and rounding."""
