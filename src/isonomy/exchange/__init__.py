"""Files in: read a foreign table, match its columns, try it dry, take it in, undo it."""
