"""Dealing finds who may have a lead, who of them gets it, and what that costs the others."""
