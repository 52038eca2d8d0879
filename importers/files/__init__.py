"""Files: a reader for each kind, brothers that do not know each other."""
