"""Stage 3: what may not be held is blacked out, then proven gone."""
