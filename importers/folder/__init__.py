"""The drop folder: what lies ready in it, and when to look."""
