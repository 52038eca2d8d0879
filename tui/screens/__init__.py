"""The screens: the manager's board and what opens over it."""
