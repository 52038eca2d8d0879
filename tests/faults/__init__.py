"""The faults and abuses that floorboard survives, provoked from outside on one machine: `make faults`."""
