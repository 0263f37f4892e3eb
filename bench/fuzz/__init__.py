"""Valid files, spoilt by rules and by chance, given to the checker: each must end in an Outcome, in time and in memory.

`python -m bench.fuzz` (`make fuzz`) runs them through the sandbox; the same seed gives the same files."""
