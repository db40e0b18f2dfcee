"""A study session: what is asked next, and what a reply leads to. It has no screen and no clock of its own."""
