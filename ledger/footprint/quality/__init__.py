"""Data quality: ratings, default data, and gaps."""
