"""What the figures cost, and how good the forecast is."""
