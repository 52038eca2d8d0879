"""A goal a file: each measures its lines."""
