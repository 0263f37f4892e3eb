"""Strings to strings, tokens and quantities: folding, spelling variants, numbers in words. Knows no policy."""

from pipeline.text.folding import fold, squash, tokens
from pipeline.text.quantities import Quantity, Units, quantities

__all__ = ["Quantity", "Units", "fold", "quantities", "squash", "tokens"]
