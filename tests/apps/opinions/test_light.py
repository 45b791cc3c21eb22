"""What the server that takes votes does not load."""

import subprocess
import sys

LOADED = """
import sys, django
django.setup()
from django.urls import get_resolver
def walk(resolver):
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            walk(one)
walk(get_resolver())
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"numba", "scipy", "sklearn"}))
"""


def test_the_server_loads_neither_kernels_nor_linear_algebra_before_somebody_computes():
    found = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip() == ""
