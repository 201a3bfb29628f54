"""Prescribed forms: what a policy's papers look like, where each box lies, and their PDF."""
