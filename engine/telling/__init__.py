"""Telling says why: rules, decisions and comparisons in sentences for people."""
