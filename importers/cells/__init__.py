"""Cells: numbers, dates, phones, countries and addresses as people fill them in."""
