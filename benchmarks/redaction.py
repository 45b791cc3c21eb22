"""How many letters a second are marked, what is found and what is marked in vain, as JSON.

    python benchmarks/redaction.py [--letters 5000] [--persons 1000] [--seed 7]

Letters are rehearsed, with edits and scanner noise; truth are the names and streets of their
writers as far as they stand in the letter undamaged. Three ways are compared on the same letters:
proposals with what the vault knows, proposals without (only form and surroundings), and as peer a
plain search for name, surname and street as the vault has them. False marks are those that touch
neither name nor street, postcode, town, e-mail address or date of the writer; they are counted per
1,000 words of the letters.
"""

import argparse
import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from dialogwerk.cores.statements.redaction import Kind, Known, Mark, proposed, replaced
from dialogwerk.cores.statements.rehearsal import RehearsedLetter, rehearse
from dialogwerk.cores.statements.words import fold, raw_words

Span = tuple[int, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--letters", type=int, default=5000)
    parser.add_argument("--persons", type=int, default=1000)
    parser.add_argument("--templates", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    letters = list(
        rehearse(
            letters=asked.letters,
            persons=asked.persons,
            templates=asked.templates,
            seed=asked.seed,
        )
    )
    print(
        json.dumps(
            {
                "letters": len(letters),
                "seed": asked.seed,
                "with_vault": measured(letters, with_vault),
                "without_vault": measured(letters, without_vault),
                "plain_search": measured(letters, plain_search),
                "names_left": names_left(letters, with_vault),
                "names_left_by_plain_search": names_left(letters, plain_search),
            }
        )
    )


def known(letter: RehearsedLetter) -> Known:
    person = letter.person
    return Known(
        name=person.name,
        street=person.street,
        postal_code=person.postcode,
        city=person.place,
        email=person.email,
    )


def with_vault(letter: RehearsedLetter) -> list[Span]:
    return [(mark.start, mark.end) for mark in proposed(letter.text, [known(letter)])]


def without_vault(letter: RehearsedLetter) -> list[Span]:
    return [(mark.start, mark.end) for mark in proposed(letter.text)]


def plain_search(letter: RehearsedLetter) -> list[Span]:
    person = letter.person
    wanted = [person.name, person.name.split()[-1], person.street, person.email]
    rule = re.compile("|".join(map(re.escape, wanted)))
    return [found.span() for found in rule.finditer(letter.text)]


def truth(letter: RehearsedLetter) -> list[Span]:
    """Where name and street stand as they are, in any case."""
    found = []
    for words in (letter.person.name, letter.person.street):
        rule = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
        found += [one.span() for one in rule.finditer(letter.text)]
    return found


def measured(
    letters: Sequence[RehearsedLetter], marks: Callable[[RehearsedLetter], list[Span]]
) -> dict[str, float]:
    began = time.process_time()
    found = [marks(letter) for letter in letters]
    seconds = time.process_time() - began
    there = hit = vain = words = 0
    for letter, spans in zip(letters, found, strict=True):
        wanted = truth(letter)
        there += len(wanted)
        hit += sum(covered(one, spans) for one in wanted)
        vain += sum(is_vain(letter, one) for one in spans)
        words += len(raw_words(letter.text))
    return {
        "letters_per_second": round(len(letters) / seconds, 1),
        "recall": round(hit / max(there, 1), 5),
        "false_per_1000_words": round(1000 * vain / max(words, 1), 3),
    }


def covered(wanted: Span, spans: Sequence[Span]) -> bool:
    """Whether every letter of it lies under a mark."""
    left = set(range(*wanted))
    for start, end in spans:
        left -= set(range(start, end))
    return len(left) <= 1  # the blank between two marks


def is_vain(letter: RehearsedLetter, span: Span) -> bool:
    person = letter.person
    telling = {
        fold(one)
        for text in (person.name, person.street, person.place, person.email)
        for one in raw_words(text)
    } | {person.postcode}
    return not any(fold(word) in telling for word in raw_words(letter.text[span[0] : span[1]]))


def names_left(
    letters: Sequence[RehearsedLetter], marks: Callable[[RehearsedLetter], list[Span]]
) -> int:
    """Letters in which a surname can still be read, after it was spelled as people and scanners do:
    in capitals, folded, in the genitive, cut at the end of a line."""
    left = 0
    for number, letter in enumerate(letters):
        surname = letter.person.name.split()[-1]
        spelled = replace(letter, text=letter.text.replace(surname, spelling(surname, number)))
        cut = [Mark(*span, Kind.NAME, 1.0, "search") for span in marks(spelled)]
        text = replaced(spelled.text, cut)
        words = {fold(word) for word in raw_words(text)}
        left += bool({fold(surname), f"{fold(surname)}s"} & words)
    return left


def spelling(surname: str, number: int) -> str:
    middle = len(surname) // 2
    forms = (
        surname.upper(),
        fold(surname),
        f"{surname}s",
        f"{surname[:middle]}-\n{surname[middle:]}",
    )
    return forms[number % len(forms)]


if __name__ == "__main__":
    main()
