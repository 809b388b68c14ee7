"""Figures from outside: files of PACT and Catena-X, read, counted under a rulebook, and checked again."""
