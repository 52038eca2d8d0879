"""The importers listen: files and web-hooks come in, orders for the engine go out."""
