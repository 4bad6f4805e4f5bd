"""What ``./hub`` calls: platform set-up, databases, tests. Python standard library only."""
