"""What hangs on the wall: the big board in a terminal and in a browser."""
