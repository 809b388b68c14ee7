"""Methods as data: versioned constants, each with its source and the confidence of its reading."""
