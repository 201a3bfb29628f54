"""The figures of the desk: one row for each case out of its events, and what people want to know of many of them."""
