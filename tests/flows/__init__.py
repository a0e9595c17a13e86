"""Tests of the clock, the flows and their two modes."""
