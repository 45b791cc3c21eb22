"""Errors and problems speak English and can be translated."""

import doctest
import importlib
import pickle
import pkgutil
import re

import pytest

from dialogwerk.cores import tables
from dialogwerk.cores.tables import Problem, TableError, errors

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type)]
PLACEHOLDERS = re.compile(r"%\((\w+)\)s")
PARAMS = dict.fromkeys(PLACEHOLDERS.findall(" ".join(kind.message for kind in KINDS)), "7")


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_a_sentence_and_survives_pickling(kind):
    error = kind(**PARAMS)
    assert str(error).endswith(".")
    assert "%" not in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301


def test_no_two_errors_share_a_code():
    codes = [kind.code for kind in KINDS]
    assert len(set(codes)) == len(codes)
    assert all(issubclass(kind, TableError) for kind in KINDS)


def test_a_problem_is_a_sentence_with_its_parts():
    problem = Problem("too_many", "The row has %(found)s values.", found=3)
    assert problem == "The row has 3 values."
    assert problem.message % {"found": "drei"} == "The row has drei values."
    copy = pickle.loads(pickle.dumps(problem))  # noqa: S301
    assert (copy, copy.code, copy.params) == (problem, "too_many", {"found": 3})


def test_placeholders_are_named():
    for kind in KINDS:
        assert not re.search(r"%[sd]", kind.message)


@pytest.mark.parametrize("module", [m.name for m in pkgutil.iter_modules(tables.__path__)])
def test_the_examples_in_the_docstrings_are_true(module):
    checked = importlib.import_module(f"dialogwerk.cores.tables.{module}")
    assert doctest.testmod(checked).failed == 0


def test_the_example_of_the_package_is_true():
    assert doctest.testmod(tables).failed == 0
