"""VERBS: each loads, asks a rule, and saves in one transaction; used by every door."""
