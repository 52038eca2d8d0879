"""History is what happened to a floor, and what each happening changes on it."""
