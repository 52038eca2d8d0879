"""Matching asks what a lead is: which rule holds for it, and what it is worth."""
