"""Letters made by the hundred: seconds and memory, beside what an office would use instead."""
