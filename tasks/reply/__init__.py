"""Stage 6: held data, letter, outbox and dispatch."""
