"""What went wrong can be read afterwards, also where Django's debug pages are off."""

import subprocess
import sys

SAY = """
import logging, os
os.environ["DJANGO_SETTINGS_MODULE"] = "dialogwerk.config.settings.dev"
import django
django.setup()
logging.getLogger("django.request").{level}("Said of /beleg/X/")
logging.getLogger("dialogwerk.apps.base").info("Sealed")
"""


def _written(level):
    call = [sys.executable, "-c", SAY.format(level=level)]
    return subprocess.run(call, capture_output=True, text=True, check=True).stderr


def test_an_error_that_nobody_caught_is_written_to_the_error_stream():
    written = _written("error")
    assert "ERROR django.request: Said of /beleg/X/" in written
    assert "INFO dialogwerk.apps.base: Sealed" in written


def test_addresses_that_were_not_found_are_not_kept():
    assert "/beleg/" not in _written("warning")
