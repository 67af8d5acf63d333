"""Jurisdictions, their numbers and their bodies: data, never code."""
