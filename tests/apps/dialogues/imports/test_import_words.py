"""The app says in German what the core says in English; the sentences are the same."""

from dialogwerk.apps.dialogues.services import import_words
from dialogwerk.cores.contributions import errors, findings


def test_every_sentence_of_the_core_is_translated_here():
    ours = {
        code: said
        for code, said in import_words.SENTENCES.items()
        if code not in import_words.SEVERITIES
    }
    assert ours == {code: said for code, (_severity, said) in findings.SENTENCES.items()}


def test_every_error_of_the_core_is_translated_here():
    kinds = [errors.ContributionsError, *errors.ContributionsError.__subclasses__()]
    assert {kind.message for kind in kinds} == set(import_words.ERRORS)
