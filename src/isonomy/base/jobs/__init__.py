"""Background work: who is at work, which job is whose, and what falls due by the clock."""
