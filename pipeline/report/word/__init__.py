"""Review to the report in Word, in the look of the form.

`report` is the file and its first page, `coverage` the Summary, the Rules of Combination and the action plan, `doubts`
what needs the QCM's eye, `criteria` the units row by row, `beside` all that stands beside them, `method` how it was
done, `parts` what these share.
"""

from pipeline.report.word.report import render

__all__ = ["render"]
