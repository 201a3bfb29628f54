"""The web pages: SLA dashboard and evidence page."""
