"""Views of a finished figure: contributions, splits, balances of lines, end of life."""
