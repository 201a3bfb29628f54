"""Draws the sample packets: people who do not exist, papers that look like real ones, and a bad scanner."""
