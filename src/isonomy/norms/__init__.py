"""What the standards say, as pure rules: no clock, no database, no framework."""
