"""Forms of the gap room: what was sent, and what is wrong with it."""
