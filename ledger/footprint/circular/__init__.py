"""The Circular Footprint Formula: its terms, a recycler's shares, and recycled feedstock."""
