"""DECISIONS: pure functions over values; they know no clock, no database and no framework."""
