"""The engine decides: values in, events out, and nothing of the world besides."""
