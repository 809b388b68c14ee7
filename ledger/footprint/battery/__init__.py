"""Rules of a battery's method: the functional unit, and the processes of Article 7."""
