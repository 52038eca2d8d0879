"""Hooks: the door for web-hooks, from the socket to the record."""
