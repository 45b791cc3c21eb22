"""Opinion rounds (Meinungsrunden): statements, voters, votes and the maps made of them."""

from .appeals import StatementAppeal
from .imports import PolisImport
from .maps import OpinionMap
from .statements import OpinionStatement, StatementState
from .votes import EarlierVote, Vote, Voter

__all__ = [
    "EarlierVote",
    "OpinionMap",
    "OpinionStatement",
    "PolisImport",
    "StatementAppeal",
    "StatementState",
    "Vote",
    "Voter",
]
