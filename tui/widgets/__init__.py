"""The pieces of the screens: lines, tables, tiles and bars."""
