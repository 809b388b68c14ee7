"""The law as data: versioned method constants, each with its source and how sure the reading is."""
