"""What is compiled of a function, who may call it, and where it is kept."""

from pathlib import Path

import pytest

from dialogwerk.cores.compiling import Kernels

KERNELS = Kernels("tests", Path(__file__).parent, [Path(__file__)])
inner, kernel, leaf = KERNELS.inner, KERNELS.kernel, KERNELS.leaf


@inner
def doubled(number):
    return 2 * number


@leaf
def one_more(number):
    return number + 1


@kernel
def called_in_several_ways(number):
    return doubled(number) + doubled(3) + doubled(0) + one_more(number) + one_more(5)


def test_a_number_that_stands_in_the_source_has_no_kernel_of_its_own():
    assert called_in_several_ways(4) == 8 + 6 + 0 + 5 + 6
    called_in_several_ways.recompile()  # what was kept of an earlier run knows nothing of the inner
    for function in (doubled, one_more):
        kinds = {str(kind) for (kind,) in function.signatures}
        assert kinds <= {"int64", "float64"}, "no literal number"
        assert "int64" in kinds


def test_numbers_of_another_kind_are_compiled_for():
    assert called_in_several_ways(4) == 8 + 6 + 0 + 5 + 6
    assert called_in_several_ways(0.5) == 1 + 6 + 0 + 1.5 + 6
    assert len(called_in_several_ways.signatures) == 2


@pytest.mark.parametrize("function", [doubled, one_more])
def test_what_only_kernels_call_cannot_be_called_from_python(function):
    called_in_several_ways(4)
    with pytest.raises(TypeError, match="is for kernels"):
        function(4)


def test_kernels_are_kept_apart_by_core_and_by_what_they_are_made_from(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "kept"))
    source = tmp_path / "source.py"
    source.write_text("one")
    first, other = (Kernels(name, tmp_path, [source]) for name in ("letters", "votes"))
    source.write_text("two")
    second = Kernels("letters", tmp_path, [source])
    assert len({first.folder, other.folder, second.folder}) == 3
    for kernels in (first, other, second):
        kernels.folder.mkdir(parents=True)
    second.remove_outdated()
    assert not first.folder.exists()
    assert other.folder.exists()
    assert second.folder.exists()
