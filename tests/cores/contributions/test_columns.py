"""Files of three layouts are recognised, and their columns proposed."""

import csv
import os
from pathlib import Path

import pytest

from dialogwerk.cores.contributions import Columns, NoColumns, Source, detect, propose
from dialogwerk.cores.contributions.errors import UnknownColumn, UnknownField

DATA = os.environ.get("DIALOGWERK_DATA", "")
DECIDIM = [
    *("id", "author/id", "author/name", "category/id", "category/name/en", "category/name/de"),
    *("scope/id", "participatory_space/id", "participatory_space/url", "component/id"),
    *("title/en", "title/de", "body/en", "body/de", "address", "latitude", "longitude", "state"),
    *("reference", "answer/en", "answer/de", "answered_at", "votes", "endorsements/total_count"),
    *("endorsements/user_endorsements", "comments", "published_at", "url", "withdrawn"),
]
ADHOCRACY = [
    *("Reference No.", "Link", "Title", "Description", "Category", "Labels"),
    *("Location (Longitude)", "Location (Latitude)", "Location label", "Creator", "Created"),
    *("Positive ratings", "Negative ratings", "Comment count"),
    *("Moderator feedback", "Official Statement", "Remark"),
]


def test_decidim_is_recognised_and_german_comes_first():
    assert detect(DECIDIM) is Source.DECIDIM
    columns = propose(DECIDIM, Source.DECIDIM)
    assert columns.of["title"] == "title/de"
    assert columns.instead["title"] == ("title/en",)
    assert columns.of["category"] == "category/name/de"
    assert columns.of["support"] == "votes"
    assert columns.of["decided_on"] == "answered_at"


def test_older_decidim_counts_endorsements():
    header = [one for one in DECIDIM if one != "votes"]
    assert propose(header, Source.DECIDIM).of["support"] == "endorsements/total_count"


def test_adhocracy_is_recognised_with_every_column_that_says_something():
    assert detect(ADHOCRACY) is Source.ADHOCRACY
    found = propose(ADHOCRACY, Source.ADHOCRACY).of
    assert found == {
        "id": "Reference No.",
        "url": "Link",
        "title": "Title",
        "text": "Description",
        "category": "Category",
        "longitude": "Location (Longitude)",
        "latitude": "Location (Latitude)",
        "place": "Location label",
        "shown_as": "Creator",
        "date": "Created",
        "support": "Positive ratings",
        "state": "Moderator feedback",
        "answer": "Official Statement",
    }


def test_newer_adhocracy_names_state_and_answer_otherwise():
    header = ["Reference No.", "Link", "Title", "Description", "Status", "Feedback"]
    found = propose(header, Source.ADHOCRACY).of
    assert (found["state"], found["answer"]) == ("Status", "Feedback")


def test_any_table_is_read_by_the_names_of_its_columns():
    header = ["Lfd. Nr.", "Überschrift", "Beschreibung", "Längengrad", "Breitengrad", "Rad"]
    assert detect(header) is Source.TABLE
    samples = [
        {**dict.fromkeys(header, "x"), "Rad": "1"},
        {**dict.fromkeys(header, "y"), "Rad": "0"},
    ]
    columns = propose(header, Source.TABLE, samples)
    assert columns.of["id"] == "Lfd. Nr."
    assert columns.of["longitude"] == "Längengrad"
    assert columns.themes == ("Rad",)


def test_a_column_that_says_more_than_one_and_nought_is_no_theme():
    samples = [{"text": "a", "Alter": "1"}, {"text": "b", "Alter": "34"}]
    assert propose(["text", "Alter"], Source.TABLE, samples).themes == ()


def test_columns_that_do_not_exist_are_refused_by_name():
    with pytest.raises(UnknownColumn, match="Text"):
        Columns({"text": "Text"}).checked(["Inhalt"])
    with pytest.raises(UnknownField, match="Farbe"):
        Columns({"Farbe": "Inhalt"}).checked(["Inhalt"])
    with pytest.raises(NoColumns, match="Inhalt"):
        Columns({"url": "Inhalt"}).checked(["Inhalt"])
    with pytest.raises(UnknownColumn):
        Columns({"text": "Inhalt"}, ("Rad",)).checked(["Inhalt"])


@pytest.mark.skipif(not DATA, reason="DIALOGWERK_DATA is not set")
@pytest.mark.parametrize(
    ("name", "themes"),
    [
        ("raddialog-bonn-2017", 0),
        ("raddialog-ehrenfeld-2017", 0),
        ("freiraum-ottensen-2021-themes", 12),
    ],
)
def test_published_dialogues_need_no_help(name, themes):
    with (Path(DATA) / "dialogues" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    header = list(rows[0])
    assert detect(header) is Source.TABLE
    columns = propose(header, Source.TABLE, rows[:200])
    assert set(columns.of) == {"id", "title", "text", "url"}
    assert len(columns.themes) == themes
