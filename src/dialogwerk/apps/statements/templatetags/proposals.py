"""Filters for proposals."""

from django import template

from ..proposal_words import argues_in_words, grounds, in_words

register = template.Library()
register.filter("in_words", in_words)
register.filter("grounds", grounds)
register.filter("argues_in_words", argues_in_words)
