"""Strings to strings, tokens and quantities: folding, spelling variants, numbers in words. Knows no policy."""

from pipeline.text.dictionary import is_word
from pipeline.text.folding import fold, plain, squash, tokens
from pipeline.text.lexer import NUMBER_WORDS, in_figures
from pipeline.text.measures import Quantity, Units, quantities
from pipeline.text.spelling import spelt

__all__ = [
    "NUMBER_WORDS",
    "Quantity",
    "Units",
    "fold",
    "in_figures",
    "is_word",
    "plain",
    "quantities",
    "spelt",
    "squash",
    "tokens",
]
