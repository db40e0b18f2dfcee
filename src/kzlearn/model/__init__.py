"""The nouns: frozen values that know no file, no clock and no screen.

A **fact** is one statement with the exact words of a document that prove it. A **question** is one way of asking for a
fact. A **card** is what is asked and remembered: `bank/question`, or `bank/question#part` where a question has parts.
What a learner does is an **event**; what follows from a card's events is its **state**.
"""
