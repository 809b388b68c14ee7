"""A manufacturer's products: their statements one after another, primary data, days that are due, the next step."""
