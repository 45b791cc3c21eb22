"""Another kind of letters for tests: forms put together from what people really wrote.

Nothing here shares a sentence or a habit with `rehearsal`: forms are whole contributions one after
the other, people change them by other means (sentences exchanged, words replaced, halves dropped,
a contribution of somebody else as their own words), and the individual letters are real.
"""

import csv
import re
from random import Random

_OTHER_WORDS = {
    "viel": "sehr viel",
    "Straße": "Strasse",
    "Radfahrer": "Radfahrende",
    "sehr": "äußerst",
    "immer": "stets",
    "leider": "bedauerlicherweise",
    "gefährlich": "riskant",
    "und": "sowie",
}


def contributions(path, least=120):
    """Texts of a dialogue with at least so many characters, of those nearly the same only one.

    Some people have sent a contribution again in slightly other words.
    """
    with path.open(encoding="utf-8", newline="") as file:
        texts = sorted({" ".join(row["text"].split()) for row in csv.DictReader(file)}, key=len)
    known, found = set(), []
    for text in reversed(texts):
        words = re.findall(r"\w+", text.lower())
        runs = {tuple(words[at : at + 4]) for at in range(len(words) - 3)}
        if len(text) >= least and len(runs & known) <= 0.2 * len(runs):
            found.append(text)
            known |= runs
    return found


def made(texts, *, forms, letters, seed):
    """Letters and their campaigns (-1: individual), about a tenth of them individual."""
    random = Random(seed)
    texts = random.sample(texts, len(texts))
    kits = [[texts.pop() for _ in range(random.randint(2, 4))] for _ in range(forms)]
    own = texts[: len(texts) // 2]
    alone = texts[len(texts) // 2 :]
    found = []
    for _ in range(letters):
        number = min(int(random.expovariate(4 / forms)), forms - 1)
        found.append((_changed(kits[number], own, random), number))
    for text in alone:
        found.append((_with_borrowed(text, kits, random), -1))
    random.shuffle(found)
    return [one[0] for one in found], [one[1] for one in found]


def _sentences(text):
    return [one for one in re.split(r"(?<=[.!?]) ", text) if one]


def _changed(kit, own, random):
    sentences = [one for text in kit for one in _sentences(text)]
    size = sum(map(len, sentences))
    luck = random.random()
    if luck < 0.3:
        return " ".join(sentences)
    if luck < 0.45 and len(sentences) > 3:
        at = random.randrange(len(sentences) - 1)
        sentences[at], sentences[at + 1] = sentences[at + 1], sentences[at]
    elif luck < 0.6:
        sentences = [_otherwise(one, random) for one in sentences]
    elif luck < 0.75 and len(sentences) > 4:
        del sentences[random.randrange(len(sentences))]
    else:
        added = [one for one in own if len(one) < 0.35 * size]
        if added:
            sentences.insert(random.randint(0, len(sentences)), random.choice(added))
    glue = random.choice((" ", "\n", "\n\n"))
    return glue.join(sentences)


def _otherwise(sentence, random):
    words = sentence.split(" ")
    return " ".join(
        _OTHER_WORDS.get(word, word) if random.random() < 0.3 else word for word in words
    )


def _with_borrowed(text, kits, random):
    """A real letter, sometimes with a passage from a form that is shorter than it."""
    if random.random() < 0.5:
        return text
    passage = random.choice(_sentences(random.choice(random.choice(kits))))
    shorter = len(passage) < 0.7 * len(text) and passage.count(" ") < 0.7 * text.count(" ")
    return f"{text} {passage}" if shorter else text
