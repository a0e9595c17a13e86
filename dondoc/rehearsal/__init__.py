"""REHEARSAL: a door that runs a whole year of the very actions over a virtual clock, with simulated people."""
