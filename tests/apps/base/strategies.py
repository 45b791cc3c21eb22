"""What Hypothesis may make up about codes and dates."""

from calendar import monthrange

from hypothesis import strategies as st

from dialogwerk.apps.base.edtf import NotEdtf, read

years = st.integers(1000, 9998).map(str)
qualifiers = st.sampled_from(["", "~", "?", "%"])


@st.composite
def days(draw):
    year, month = int(draw(years)), draw(st.integers(1, 12))
    return f"{year}-{month:02}-{draw(st.integers(1, monthrange(year, month)[1])):02}"


divisions = st.sampled_from(
    [f"{number:02}" for number in (*range(1, 13), *range(21, 25), *range(33, 42))]
)
unspecified = st.one_of(
    years.map(lambda year: year[:3] + "X"),
    years.map(lambda year: year[:2] + "XX"),
    years.map(lambda year: f"{year}-XX"),
    years.map(lambda year: f"{year}-XX-XX"),
    st.tuples(years, st.integers(1, 12)).map(lambda pair: f"{pair[0]}-{pair[1]:02}-XX"),
)
plain_points = st.one_of(
    years,
    days(),
    st.tuples(years, divisions).map("-".join),
    unspecified,
)
points = st.tuples(plain_points, qualifiers).map("".join)


def _is_edtf(text: str) -> bool:
    try:
        read(text)
    except NotEdtf:
        return False
    return True


intervals = (
    st.tuples(
        st.one_of(points, st.sampled_from(["", ".."])),
        st.one_of(points, st.sampled_from(["", ".."])),
    )
    .map("/".join)
    .filter(_is_edtf)
)
edtf_texts = st.one_of(points, intervals, st.just("XXXX"))
