"""Stage 2: page images become page kinds and fields, each with its box and confidence."""
