"""What is measured, and not tested."""
