"""The register of choices: each legitimate word of a declarer that can move a figure, and what it is worth."""
