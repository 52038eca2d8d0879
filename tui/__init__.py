"""The front door: verbs, the desk that joins the rooms, and the screens."""
