"""Tables, queries and sealed files: the only part that knows where anything lies."""
