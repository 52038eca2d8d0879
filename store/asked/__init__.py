"""Questions: what screens and verbs ask of leads.db, read-only."""
