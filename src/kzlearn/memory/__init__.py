"""What a learner did and what follows from it: the event log, its replay, the schedule. Knows card ids only."""
