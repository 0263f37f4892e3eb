"""ILM coverage: reads a centre's unit mapping and says, for every assessment criterion, whether it is covered."""

__version__ = "0.1.0"
