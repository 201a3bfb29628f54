"""One outside tool per file, so that each can be exchanged alone."""
