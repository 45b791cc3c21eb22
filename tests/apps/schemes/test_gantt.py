"""The chart: where everything lies, and that it says what it shows."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.apps.schemes.gantt import Scale, chart
from dialogwerk.apps.schemes.gantt_items import Item, of_step, tracks, with_weekday
from dialogwerk.apps.schemes.models import ScheduledStep

TODAY = date(2027, 3, 15)


def item(first, last=None, kind="right", **more):
    return Item("Einwendungen", first, last or first, kind, **more)


def drawn(*items, today=TODAY):
    return chart([("Verfahren", "procedure", list(items))], today=today)


def share(percent):
    return float(percent.removesuffix("%"))


def bars(found):
    return [bar for group in found.groups for bar in group.bars]


def test_nothing_gives_no_chart():
    assert chart([], today=TODAY) is None
    assert tracks([]) == []


def test_the_axis_covers_whole_months():
    found = Scale.of([item(date(2027, 3, 10), date(2027, 5, 2))], date(2030, 1, 1))
    assert (found.start, found.end) == (date(2027, 3, 1), date(2027, 6, 1))


def test_a_bar_lies_on_its_days():
    [bar] = bars(drawn(item(date(2027, 3, 1), date(2027, 4, 30))))
    assert (share(bar.x), share(bar.width)) == (0, pytest.approx(100, abs=0.01))


def test_today_is_a_line_only_where_it_is_near():
    days = (date(2027, 3, 1), date(2027, 4, 30))
    assert drawn(item(*days)).today_x
    assert drawn(item(*days), today=date(2027, 6, 1)).today_x
    assert not drawn(item(*days), today=date(2031, 6, 1)).today_x


def test_a_single_day_is_a_diamond_and_a_period_a_bar():
    single, long = bars(drawn(item(date(2027, 3, 1)), item(date(2027, 3, 1), date(2027, 4, 30))))
    assert (single.is_diamond, long.is_diamond) == (True, False)


def test_the_computed_day_stands_beside_the_one_set_by_hand():
    day = date(2027, 4, 10)
    [bar] = bars(drawn(item(date(2027, 3, 1), date(2027, 4, 30), computed=day)))
    assert share(bar.computed_x) < share(bar.x) + share(bar.width)
    assert "10.04.2027" in bar.title


def test_a_step_years_away_does_not_squeeze_the_others():
    near, far = item(date(2027, 3, 1), date(2027, 4, 30)), item(date(2033, 1, 1))
    found = drawn(near, item(date(2027, 3, 8)), far)
    assert found.far == (far,)
    assert [bar.item for bar in bars(found)] == [near, item(date(2027, 3, 8))]


def test_labels_turn_to_where_there_is_room():
    early, late = bars(drawn(item(date(2027, 3, 1)), item(date(2027, 8, 30))))
    assert (early.anchor, late.anchor) == ("start", "end")


def test_every_year_is_named_once_and_lines_are_few():
    for months in (1, 3, 4, 18, 19, 54, 55, 200):
        last = date(2027, 3, 1) + timedelta(days=30 * months)
        scale = drawn(item(date(2027, 3, 1), last))
        years = [tick.year for tick in scale.ticks if tick.year]
        assert years == sorted(set(years))
        assert 1 <= len(scale.ticks) <= 20


def test_a_hearing_that_took_place_lies_on_its_day():
    days = {"first_day": date(2027, 3, 1), "last_day": date(2027, 5, 3)}
    planned = of_step(ScheduledStep(kind="target", **days))
    held = of_step(ScheduledStep(kind="target", recorded=True, **days))
    assert (planned.first_day, held.first_day) == (date(2027, 3, 1), date(2027, 5, 3))


def test_days_are_written_with_their_weekday():
    assert with_weekday(date(2027, 4, 30)) == "Fr 30.04.2027"


def test_the_chart_is_one_picture_with_a_name_and_no_inline_style():
    found = drawn(item(date(2027, 3, 1), date(2027, 4, 30)), item(date(2027, 3, 8), kind="duty"))
    html = render_to_string("schemes/gantt.html", {"chart": found})
    assert 'role="img"' in html
    assert '<title id="gantt-title">' in html
    assert '<desc id="gantt-desc">' in html
    assert "style=" not in html
    assert html.count("Einwendungen") == 2 * len(bars(found))


days = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@given(
    spans=st.lists(st.tuples(days, st.integers(0, 3000)), min_size=1, max_size=12),
    today=days,
)
def test_whatever_the_days_everything_drawn_lies_on_the_chart(spans, today):
    items = [item(first, first + timedelta(days=length)) for first, length in spans]
    found = drawn(*items, today=today)
    assert bars(found)
    for bar in bars(found):
        assert 0 <= share(bar.x) <= share(bar.x) + share(bar.width) <= 100.01
        assert 0 <= share(bar.middle) <= 100
        assert 0 <= bar.y < found.height
    outside = [one for one in items if one not in [bar.item for bar in bars(found)]]
    assert set(outside) <= set(found.far)
