"""Algorithms without the ORM: names across scripts, cell values, registers, matching."""
