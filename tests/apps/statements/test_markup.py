"""Texts with layers: nothing lost, nothing let through, however layers overlap."""

from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from dialogwerk.apps.statements.markup import RANKS, Layer, blotted, marked, word_diff

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)


@st.composite
def layers(draw, most=6):
    start = draw(st.integers(-3, 60))
    return Layer(
        start,
        start + draw(st.integers(0, 30)),
        draw(st.sampled_from(RANKS)),
        key=draw(st.sampled_from(["", "7", "12"])),
        label=draw(st.sampled_from(["", "3", "<b>"])),
        is_current=draw(st.booleans()),
    )


class Reading(HTMLParser):
    """What a browser makes of it: the text by position, ids, and whether tags are balanced."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.stretches, self.ids, self.open, self.tags = [], [], [], set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.add(tag)
        self.open.append((tag, "data-at" in attrs))
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if "data-at" in attrs:
            self.stretches.append([int(attrs["data-at"]), ""])

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if self.open and self.open[-1][1]:
            self.stretches[-1][1] += data


@given(text=texts, some=st.lists(layers(), max_size=6))
@example(text="a\r\nb & <script>", some=[Layer(0, 3, "own", label="Own words")])
def test_the_text_comes_through_whole_and_every_stretch_knows_its_place(text, some):
    reading = Reading(marked(text, some))
    assert "".join(piece for _at, piece in reading.stretches) == text
    at = 0
    for begins, piece in reading.stretches:
        assert begins == at
        at += len(piece)


@given(text=texts, some=st.lists(layers(), max_size=6))
def test_tags_are_balanced_and_only_ours(text, some):
    reading = Reading(marked(text, some))
    assert reading.open == []
    assert reading.tags <= {"span", "mark", "sup", "a"}


@given(text=st.text("ab ", min_size=10, max_size=30), cut=st.integers(1, 9))
def test_a_passage_cut_by_an_outer_layer_has_one_id_and_one_label(text, cut):
    passage = Layer(0, 10, "tied", key="7", label="3", note="tied to argument 3")
    html = marked(text, [passage, Layer(0, cut, "own", label="Own words")])
    assert Reading(html).ids == ["passage-7"]
    assert html.count("dw-text__number") == 1
    assert html.count('data-passage="7"') == 2


def test_own_words_say_so_in_words_and_not_by_colour_alone():
    html = marked("Und mein Kind hat Asthma.", [Layer(4, 24, "own", label="Own words")])
    assert '<mark class="dw-text__own"><span class="dw-text__label">Own words</span>' in html


def test_labels_and_links_are_escaped():
    layer = Layer(0, 3, "tied", key='7"', label="<3>", note="&", href='"><script>')
    html = marked("abc", [layer])
    assert "<script>" not in html
    assert "&lt;3&gt;" in html


@given(text=texts, spans=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_blotting_keeps_every_position(text, spans):
    hidden = blotted(text, spans)
    assert len(hidden) == len(text)
    for at, (before, after) in enumerate(zip(text, hidden, strict=True)):
        inside = any(start <= at < end for start, end in spans)
        assert after == ("•" if inside and not before.isspace() else before)


@given(before=texts, after=texts)
def test_a_word_diff_holds_both_versions(before, after):
    changes = word_diff(before, after)
    assert "".join(one.text for one in changes if one.kind != "new") == before
    assert "".join(one.text for one in changes if one.kind != "gone") == after


def test_a_word_diff_names_the_words_that_changed():
    changes = word_diff("Nachts ist Ruhe.", "Abends ist Ruhe!")
    assert [(one.kind, one.text) for one in changes] == [
        ("gone", "Nachts"),
        ("new", "Abends"),
        ("same", " ist Ruhe"),
        ("gone", "."),
        ("new", "!"),
    ]
