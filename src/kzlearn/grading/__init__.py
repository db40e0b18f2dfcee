"""Marking what was typed as a fair person would: by what it says, not by how it is written.

A reply is right when it says what an accepted answer says; *nearly* right, which counts, when only a slip of spelling
parts the two; else wrong. `tests/grading.yaml` holds what is to be accepted and what is not.
"""

NAME = "fair-1"
"""What a review records as its grader."""
