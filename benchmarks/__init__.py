"""How fast the floor is, each figure beside a baseline that was measured in the same minutes."""
