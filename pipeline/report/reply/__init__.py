"""Review to what the customer is told: one list of blocks, which the letter and the e-mail both draw.

"We" is the awarding body, "you" the customer. What is not known is a blank to fill in. `text` says it, `plan` is the
action plan, `blocks` what both are made of.
"""

from pipeline.report.reply.text import reply

__all__ = ["reply"]
