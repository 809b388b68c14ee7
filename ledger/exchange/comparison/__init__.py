"""Documents beside a bundle: read, rebuilt from the bundle, and compared value by value."""
