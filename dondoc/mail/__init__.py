"""MAIL: letters out (compose, links, message, relay)."""
