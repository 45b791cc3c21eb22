"""What a passage does in a letter: it demands something, gives a reason, or argues nothing.

No labelled passages ship with Dialogwerk, so this rests on how German letters are worded: modal
verbs and verbs of refusal for a *position* (what is wanted), connectives, figures and nouns of harm
for a *premise* (why), greetings, thanks and references for what is *neither*. `themes` can learn
from a procedure's own decisions (set aside or tied) which passages hold an argument; where such a
confidence is known it outweighs the wording. A hint for whoever reads, never a decision.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """Argument mining in two steps (Romberg & Conrad 2021): argument or not, then which part."""

    POSITION = "position"
    PREMISE = "premise"
    NEITHER = "neither"


@dataclass(frozen=True)
class Reading:
    """The role of a passage, how sure that is in [0, 1], and the words it rests on."""

    role: Role
    confidence: float
    cues: tuple[str, ...]


class _Cue(NamedTuple):
    role: Role
    weight: float
    pattern: re.Pattern[str]


def _cue(role: Role, weight: float, words: str) -> _Cue:
    return _Cue(role, weight, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))


_CUES = (
    _cue(Role.POSITION, 1.4, r"(?:ich|wir|hiermit) \w{0,12} ?(?:forder\w*|verlang\w*|beantrag\w*)"),
    _cue(Role.POSITION, 1.2, r"forder\w*|verlang\w*|beantrag\w*|lehne\w* .{0,40}?\bab|ablehn\w*"),
    _cue(Role.POSITION, 1.0, r"soll(?:te)?n?|müss(?:t?en?)|muss|dürf(?:t?en?)|darf|gehört"),
    _cue(
        Role.POSITION, 0.9, r"bin (?:da)?(?:gegen|für)|sind (?:da)?(?:gegen|für)|spreche\w* .*aus"
    ),
    _cue(Role.POSITION, 0.8, r"wünsch\w*|bitte\w*|schlage\w* .{0,60}?\bvor|wäre|könnten?|braucht"),
    _cue(Role.POSITION, 0.6, r"stattdessen|endlich|nicht hinnehm\w*|widersprech\w*|einwend\w*"),
    _cue(Role.PREMISE, 1.2, r"weil|denn|da (?:die|der|das|es|ich|wir)|aufgrund|wegen|nämlich"),
    _cue(
        Role.PREMISE, 1.0, r"führt zu|verursach\w*|bedeutet|dadurch|deshalb|daher|folglich|sodass"
    ),
    _cue(Role.PREMISE, 0.8, r"gefähr\w*|gefahr\w*|schad\w*|schäd\w*|stör\w*|belast\w*|leid\w*"),
    _cue(
        Role.PREMISE,
        0.7,
        r"\d+(?:[.,]\d+)? ?(?:meter|m|km|dB(?:\(A\))?|prozent|%|euro|uhr|jahre?n?)",
    ),
    _cue(
        Role.PREMISE, 0.6, r"gutachten|studie\w*|laut|gemäß|nach § ?\d+|bereits|schon jetzt|täglich"
    ),
    _cue(Role.PREMISE, 0.5, r"ist|sind|wird|werden|hat|haben|gibt es|brütet|liegt|fehlt|fehlen"),
    _cue(Role.NEITHER, 1.6, r"mit freundlichen grüßen|sehr geehrte\w*|hochachtungsvoll|guten tag"),
    _cue(Role.NEITHER, 1.2, r"vielen dank|danke|anbei|siehe anlage|im anhang|anlage \d+|betreff"),
    _cue(
        Role.NEITHER, 0.9, r"ich (?:heiße|bin \d+ jahre)|mein name|telefon\w*|eingang .*bestätig\w*"
    ),
)
_ENOUGH_WORDS = 4
_CLOSE = 0.5


def read(text: str, *, argues: float | None = None) -> Reading:
    """What the passage does, by its wording.

    Args:
        text: one passage or sentence.
        argues: confidence in [0, 1], learned from decisions, that it holds an argument.

    >>> read("Wir fordern eine Trasse im Tunnel.").role.value
    'position'
    >>> read("Denn der Lärm stört 300 Menschen im Schlaf.").role.value
    'premise'
    >>> read("Vielen Dank und mit freundlichen Grüßen").role.value
    'neither'
    """
    weights = dict.fromkeys(Role, 0.0)
    found: dict[Role, list[str]] = {role: [] for role in Role}
    for cue in _CUES:
        hit = cue.pattern.search(text)
        if hit:
            weights[cue.role] += cue.weight
            found[cue.role].append(hit.group())
    if len(re.findall(r"\w+", text)) < _ENOUGH_WORDS:
        weights[Role.NEITHER] += 1.0
    if argues is not None:
        weights[Role.NEITHER] += 3.0 * (0.5 - argues)
    role = max(Role, key=lambda one: weights[one])
    if weights[role] <= 0:
        return Reading(Role.PREMISE, 1 / len(Role), ())
    others = sum(weight for one, weight in weights.items() if one != role and weight > 0)
    sure = (weights[role] + _CLOSE) / (weights[role] + others + 3 * _CLOSE)
    return Reading(role, round(min(1.0, sure), 3), tuple(found[role][:3]))
