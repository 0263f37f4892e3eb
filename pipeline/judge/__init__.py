"""Matching to Result: the rubric, line by line."""
