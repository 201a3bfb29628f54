"""Stage 1: a scan or a mail becomes page images and a sealed packet, or goes to quarantine with its reason."""
