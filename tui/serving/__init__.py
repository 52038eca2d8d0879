"""Serving: the engine's process, and everything that feeds its desk."""
