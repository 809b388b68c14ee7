"""The families of choices: one module for each, with a function that finds them in a calculation and its graph."""
