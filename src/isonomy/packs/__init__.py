"""Content packs: load, check and compare our own-words outlines of the standards, without a database."""
