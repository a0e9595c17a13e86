"""DOOR: each flow once, a few lines around the action that does all that is due.

`flows.registry.WORK` gives the plain functions; `flows.orchestrated.FLOWS` the same as Prefect flows. Only the
latter imports Prefect.
"""
