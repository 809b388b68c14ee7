"""The golden vectors: `python -m tools.vectors [--check]` runs the program of the tests that writes them."""

import runpy
import sys

from tools import tree

if __name__ == "__main__":
    sys.path.insert(0, str(tree.TOP / "tests"))
    runpy.run_module("support.golden.write", run_name="__main__")
