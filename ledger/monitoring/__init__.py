"""The parts of a monitor's pass: logs, statements, pairing of the two logs, derived rows, quantities."""
