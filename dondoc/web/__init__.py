"""DOOR: pages for people. It reads input, asks the store and the access rules, calls an action, shows a page."""
