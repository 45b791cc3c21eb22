"""What a benchmark imports of the product is there, for the suite does not run every benchmark."""

import ast
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"
BENCHMARKS = sorted(FOLDER.glob("*.py"))


def imported(benchmark):
    """Each module of the product that is imported anywhere in the file, with the names taken."""
    for node in ast.walk(ast.parse(benchmark.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dialogwerk"):
            yield node.module, [name.name for name in node.names]
        elif isinstance(node, ast.Import):
            yield from ((n.name, []) for n in node.names if n.name.startswith("dialogwerk"))


def missing(benchmark):
    for module, names in imported(benchmark):
        found = import_module(module)
        for name in names:
            if not hasattr(found, name) and find_spec(f"{module}.{name}") is None:
                yield f"{module}.{name}"


def test_there_are_benchmarks():
    assert sum(1 for one in BENCHMARKS for _ in imported(one)) > 100


@pytest.mark.parametrize("benchmark", BENCHMARKS, ids=lambda path: path.stem)
def test_what_it_imports_of_the_product_exists(benchmark):
    assert not list(missing(benchmark))
