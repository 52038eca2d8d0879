"""The house holds what its rules are made of: pools, hours, people, skills, terms and ladders."""
