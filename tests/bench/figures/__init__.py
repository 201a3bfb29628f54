"""Benches of the figures: the dashboards under load, and the forecast against rules of thumb."""
