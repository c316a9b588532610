"""The demo, as somebody meets it who starts Isonomy for the first time."""
