"""What is said beside a map."""

import inspect
import re

from dialogwerk.apps.opinions.wording import _SENTENCES
from dialogwerk.cores.opinions import cautions


def test_there_is_a_german_sentence_for_every_caution_of_the_core():
    codes = set(re.findall(r'Caution\(\s*"([a-z-]+)"', inspect.getsource(cautions)))
    assert codes
    assert codes == set(_SENTENCES)
