import json
import os
import re
import shlex
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from dialogwerk.cli import app
from dialogwerk.cli.deadlines_batch import MAX_LINE, answers
from dialogwerk.cores.deadlines import procedure_types, schedule

ROOT = Path(__file__).parents[2]
CASE = {
    "type": "planfeststellung",
    "land": "NW",
    "eia": False,
    "events": {"display_start": "2026-03-02"},
}
BASE = ("--type", "planfeststellung", "--land", "NW", "--eia", "no")
START = ("--event", "display_start=2026-03-02")


def run(*arguments, **kwargs):
    return CliRunner().invoke(app, ["deadlines", *map(str, arguments)], **kwargs)


def ok(*arguments):
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


class Lines:
    """Lines of bytes as a stream, as standard input is one."""

    def __new__(cls, *lines):
        import io

        return io.BytesIO(b"\n".join(lines))


def answered(*lines):
    raw = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines]
    return [json.loads(answer) for answer in answers(Lines(*raw))]


def test_a_schedule_is_a_table_with_reasons_below():
    text = ok("schedule", *BASE, *START)
    assert "Planfeststellung" in text
    assert re.search(r"Einwendungen +02\.03\.2026 +15\.04\.2026 +Recht", text)
    assert "§ 73 Abs. 4 Satz 1 VwVfG NRW" in text
    assert "Der letzte Tag der Auslegung zählt nicht mit" in " ".join(text.split())


def test_no_line_ends_within_a_citation():
    text = ok("schedule", *BASE, *START)
    assert not re.search(r"(§|Abs\.|Satz)\s*\n", text)
    assert "\u00a0" not in text


def test_a_schedule_speaks_english_too():
    text = ok("schedule", *BASE, *START, "--language", "en")
    assert "15 April 2026" in text
    assert "without EIA" in text
    assert "Einwendung" not in text


def test_a_schedule_is_there_for_programs():
    found = json.loads(ok("schedule", *BASE, *START, "--json"))
    expected = schedule(
        "planfeststellung", land="NW", eia=False, events={"display_start": date(2026, 3, 2)}
    )
    assert found["steps"] == [step.as_dict() for step in expected.steps]
    assert (found["land"], found["eia"]) == ("NW", False)
    assert found["events"] == {"display_start": "2026-03-02"}


def test_a_day_set_by_hand_is_shown_beside_the_computed_one():
    call = ("schedule", *BASE, *START, "--override", "objections=2026-05-04", "--json")
    steps = {one["step"]: one for one in json.loads(ok(*call))["steps"]}
    assert steps["objections"]["last_day"] == "2026-05-04"
    assert steps["objections"]["computed_last_day"] == "2026-04-15"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--event", "display_start=2026-02-30"), "2026-02-30"),
        (("--event", "display_start"), "NAME=DAY"),
        (("--event", "display_start=2026-03-02", "--event", "display_start=2026-03-03"), "twice"),
        (("--event", "tea=2026-03-02"), "tea"),
        ((*START, "--land", "Atlantis"), "Atlantis"),
        ((*START, "--variant", "moon"), "moon"),
        ((*START, "--eia", "perhaps"), "perhaps"),
        ((*START, "--circumstance", "rain"), "rain"),
    ],
)
def test_a_wrong_call_gets_the_sentence_that_helps(arguments, words):
    result = run("schedule", *BASE, *arguments, "--language", "en")
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


def test_a_wrong_call_is_an_object_for_programs():
    result = run("schedule", *BASE, "--event", "display_start=2026-02-30", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["code"] == "wrong_date"


def test_every_line_gets_one_answer_in_the_same_order():
    many = [CASE | {"id": number} for number in range(5)]
    many[2] = {"id": 2, "type": "unknown"}
    found = answered(*many)
    assert [one["id"] for one in found] == [0, 1, 2, 3, 4]
    assert ["error" in one for one in found] == [False, False, True, False, False]
    last_days = {step["step"]: step["last_day"] for step in found[0]["steps"]}
    assert (last_days["public_display"], last_days["objections"]) == ("2026-04-01", "2026-04-15")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", "line_empty"),
        (b"   ", "line_empty"),
        (b"{", "line_not_json"),
        (b"[" * 100_000, "line_not_json"),
        (b'{"id": NaN}', "line_not_json"),
        (b"9" * 5000, "line_not_json"),
        (b'{"type": "\xff"}', "line_not_utf8"),
        (b'{"type": "a\0"}', "line_has_nul"),
        ('{"type": "kleine_anfrage"}'.encode("utf-16"), "line_has_nul"),
        (b'{"type": "' + b"x" * MAX_LINE + b'"}', "line_too_long"),
        (b"[]", "case_unreadable"),
        (b"7", "case_unreadable"),
        (b"{}", "value_missing"),
        (b'{"type": 7}', "wrong_value"),
        (b'{"type": "planfeststellung"}', "value_missing"),
        (b'{"type": "planfeststellung", "land": "NW", "events": []}', "wrong_value"),
        (b'{"type": "planfeststellung", "land": "NW", "event": {}}', "unknown_key"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_line_gets_a_sentence_and_the_next_one_its_answer(line, code):
    before, broken, after = answered(CASE, line, CASE)
    assert "steps" in before
    assert before == after
    assert (broken["code"], broken["line"]) == (code, 2)
    assert len(broken["error"]) > 20
    assert broken["error_de"] != broken["error"]
    assert len(broken["error"]) < 1000


def test_a_mark_at_the_start_of_the_file_and_windows_line_ends_do_no_harm():
    line = json.dumps(CASE).encode()
    first, second = answered(b"\xef\xbb\xbf" + line + b"\r", line + b"\r")
    assert first == second
    assert "steps" in first


def test_an_id_that_json_cannot_repeat_is_left_away():
    (found,) = answered(b'{"id": 1e999, "type": "planfeststellung"}')
    assert "id" not in found
    (found,) = answered(b'{"id": "\\ud800", "type": "planfeststellung"}')
    assert found["id"] == "\ud800"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.binary(max_size=60).map(lambda line: line.replace(b"\n", b"")) | st.just(b"{}"),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_bytes_come_in_as_many_answers_go_out(lines):
    text = b"\n".join([*lines, b""])
    import io

    assert len(list(answers(io.BytesIO(text)))) == len(lines)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from([one.id for one in procedure_types()]) | values,
            "land": st.sampled_from(["NW", "by", "SH/NI", "DE"]) | values,
            "eia": values,
            "variant": values,
            "municipality": values,
            "circumstances": values,
            "overrides": values,
            "events": st.dictionaries(
                st.sampled_from(["display_start", "hearing", "decision", "lodged"]),
                st.dates().map(str) | values,
            ),
        },
    )
)
def test_whatever_values_a_case_has_the_answer_is_steps_or_a_sentence(case):
    (found,) = answered(json.dumps(case).encode())
    assert ("steps" in found) != ("error" in found)
    assert found.get("code") != "line_failed", found


def batch(text, **kwargs):
    call = [sys.executable, "-c", "from dialogwerk.cli import main; main()", "deadlines", "batch"]
    return subprocess.Popen(
        call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **kwargs
    )


def test_each_answer_is_there_before_the_next_question():
    with batch("") as process:
        for _ in range(2):
            process.stdin.write(json.dumps(CASE).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["land"] == "NW"
        process.stdin.close()
        assert process.wait(30) == 0
        assert process.stderr.read() == b""


def test_a_reader_that_goes_away_ends_the_batch_quietly():
    lines = (json.dumps(CASE).encode() + b"\n") * 300
    with batch("") as process:
        process.stdout.close()
        try:
            process.stdin.write(lines)
            process.stdin.close()
        except BrokenPipeError:
            pass
        assert process.wait(30) == 1
        assert process.stderr.read() == b""


def test_no_command_of_this_group_loads_django_and_a_schedule_no_library_of_holidays():
    program = (
        "import sys; from dialogwerk.cli import app\n"
        f"try: app(['deadlines', 'schedule', *{[*BASE, *START]!r}, '--json'])\n"
        "except SystemExit as end: code = end.code\n"
        "print(code, [one for one in ('django', 'holidays', 'numpy') if one in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.stdout.splitlines()[-1] == "0 []", result.stderr


def test_help_does_not_load_the_law():
    program = (
        "import sys; from dialogwerk.cli import app\n"
        "try: app(['deadlines', '--help'])\n"
        "except SystemExit: pass\n"
        "print([one for one in sys.modules if one == 'yaml' or one.startswith('dialogwerk.cores')])"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.stdout.splitlines()[-1] == "[]", result.stderr


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_type_is_listed_with_everything_that_is_declared_of_it(language):
    assert [one.id in ok("types", "--language", language) for one in procedure_types()]
    for one in procedure_types():
        text = ok("types", one.id, "--language", language)
        ids = [*(c.id for c in (*one.variants, *one.circumstances, *one.events))]
        assert [id_ for id_ in (*ids, *(s.step for s in one.steps)) if id_ not in text] == []


def test_types_are_listed_for_programs():
    found = {one["type"]: one for one in json.loads(ok("types", "--json"))}
    assert set(found) == {one.id for one in procedure_types()}
    events = [one["id"] for one in found["planfeststellung"]["events"]]
    assert "display_start" in events


def test_what_if_shows_both_days_of_every_step():
    text = ok("what-if", *BASE, *START, "--move", "display_start=+7")
    assert re.search(r"Einwendungen +15\.04\.2026 +22\.04\.2026", text)
    assert ok("what-if", *BASE, *START, "--move", "display_start=09.03.2026") == text


def test_planning_backwards_names_the_latest_days():
    found = json.loads(ok("backwards", *BASE, "--wish", "hearing=2026-09-01", "--json"))
    latest = date.fromisoformat(found["latest"]["display_start"])

    def objections(start):
        steps = schedule("planfeststellung", land="NW", eia=False, events={"display_start": start})
        return steps.step("objections").last_day

    assert objections(latest) < date(2026, 9, 1) <= objections(latest + timedelta(days=1))
    text = ok("backwards", *BASE, "--wish", "hearing=2026-09-01")
    assert f"{latest:%d.%m.%Y}" in text


def test_the_examples_of_the_documentation_run(tmp_path):
    page = (ROOT / "docs/reference/commands.md").read_text()
    calls = re.findall(r"^\$ dialogwerk (deadlines [^<\n]*?)(?: < cases\.jsonl)?$", page, re.M)
    assert len(calls) >= 4
    cases = re.search(r"```json\n(.*?)```", page, re.S)[1].encode()
    for call in calls:
        result = CliRunner().invoke(app, shlex.split(call), input=cases)
        assert result.exit_code == 0, (call, result.output)
    found = [json.loads(line) for line in answers(Lines(*cases.splitlines()))]
    assert [one["id"] for one in found] == ["A 1", "A 2", "A 3"]
    assert [one.get("code") for one in found] == [None, None, "wrong_date"]


def test_the_how_to_shows_what_comes_out(tmp_path):
    page = (ROOT / "docs/how-to/compute-deadlines-by-command.md").read_text()
    for language, name in (("json", "cases.jsonl"), ("python", "last_days.py")):
        (tmp_path / name).write_text(re.search(rf"```{language}\n(.*?)```", page, re.S)[1])
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "100"}
    examples = re.findall(r"^```console\n\$ ([^\n]*)\n(.*?)```", page, re.M | re.S)
    assert len(examples) == 7
    for call, shown in examples:
        shell = ["sh", "-c", call]
        done = subprocess.run(
            shell, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
        )
        found = "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines())
        expected, cut, _rest = shown.rstrip("\n").partition("\n…")
        assert found.startswith(expected), call
        assert cut or found == expected, call


def test_the_readme_shows_what_comes_out(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    page = (ROOT / "README.md").read_text()
    call, shown = re.search(
        r"\$ \.venv/bin/dialogwerk (deadlines [^\n]*)\n(.*?)```", page, re.S
    ).groups()
    result = CliRunner().invoke(app, shlex.split(call))
    found = [line.rstrip() for line in result.stdout.splitlines()]
    assert [line for line in shown.splitlines() if line != "…" and line not in found] == []


def test_many_lines_take_no_more_memory_than_few(tmp_path):
    def peak(count):
        program = (
            "import resource, sys; from dialogwerk.cli import app\n"
            "try: app(['deadlines', 'batch'])\n"
            "except SystemExit: pass\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
        )
        lines = "".join(
            json.dumps(CASE | {"id": n, "variant": f"x{n}", "land": f"y{n}"}) + "\n"
            for n in range(count)
        )
        result = subprocess.run(
            [sys.executable, "-c", program],
            input=lines.encode(),
            capture_output=True,
            env=os.environ,
        )
        assert len(result.stdout.splitlines()) == count
        return int(result.stderr)

    assert peak(6_000) - peak(1_000) < 6_000
