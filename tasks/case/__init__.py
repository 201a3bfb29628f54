"""Pure words and rules of the trade: no Prefect, no database, no files, no clock of its own."""
