"""The types that flow in memory, in the order of the flow: document, submission, matching, verdicts.

Pages, tables, rows and columns count from 1. Texts are as a reader of the document sees them, lines parted by line
feeds.
"""
