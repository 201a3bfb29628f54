"""Stage 5: what a person is asked, and what became of the answer."""
