"""A hint that is cut out of a draft is missed, wherever nothing else in it says the same."""

import pytest

from dialogwerk.cores.deadlines.notices import check, draft, kinds, mandatory_hints
from dialogwerk.cores.deadlines.notices.drafting import values_of

from .making import invented_facts

SAID_ELSEWHERE = {
    "subject",  # the plan is named in other sentences as well
    "display_places",  # the other way of access names the same places
    "other_access",
    "decision_places",
    "decision_other_access",
    "resolution",
    "conditions",  # the operative part of the example names them
    "hearing_decision",
    "objection_body",
}
VARIANTS = [
    ("planfeststellung", "strwg"), ("planfeststellung", "fstrg"), ("planfeststellung", "enwg"),
    ("planfeststellung", "nabeg"), ("bimschg", "full"), ("bauleitplan", "regular"),
    ("raumordnung", "plan"), ("raumvertraeglichkeit", "regular"),
]  # fmt: skip
CASES = [(t, v, kind.id) for t, v in VARIANTS for kind in kinds(t, v)]


@pytest.mark.parametrize(("procedure_type", "variant", "kind"), CASES)
def test_a_hint_cut_out_is_missed(procedure_type, variant, kind):
    facts = invented_facts(kind, procedure_type, variant, eia=True)
    text = draft(kind, facts).text
    for hint in mandatory_hints(kind, facts):
        if hint.weight == "should" or hint.id in SAID_ELSEWHERE or not hint.text_de:
            continue
        sentence = hint.text_de.format_map(values_of(facts))
        assert sentence in text
        cut = text.replace(sentence, "")
        missed = {f.subject for f in check(kind, cut, facts) if f.code == "missing_hint"}
        assert hint.id in missed, hint.id
