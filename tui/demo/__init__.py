"""A living floor of invented leads, for a first look and for the pictures in the README."""
