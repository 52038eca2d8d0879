"""Words: the journal and its changes in sentences for people."""
