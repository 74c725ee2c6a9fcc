"""Orchestration: what happens to a drop from its files to the published warehouse."""
