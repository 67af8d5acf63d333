"""Civic building blocks that any plugin may use."""
