"""Work divided into blocks, in this process or on worker processes of a distributed engine."""
