"""WHEN each flow runs: the timetable, and the clock that starts what is due, embedded or in a cluster."""
