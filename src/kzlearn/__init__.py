"""kzlearn: hand in a document, get knowledge that stays and exams that hold up."""

__version__ = "0.1.0"
