"""The witness: a separate program that cosigns a log's checkpoint if it extends the last one that it signed."""
