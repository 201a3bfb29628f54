"""When things run and where they wait for a person."""
