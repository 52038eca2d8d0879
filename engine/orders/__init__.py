"""Orders are what people, files and time ask of the floor, one file for each kind."""
