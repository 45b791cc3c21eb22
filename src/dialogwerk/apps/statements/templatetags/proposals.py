"""Filters for proposals."""

from django import template

from ..proposal_words import grounds, in_words

register = template.Library()
register.filter("in_words", in_words)
register.filter("grounds", grounds)
