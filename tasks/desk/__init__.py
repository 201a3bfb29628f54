"""The web pages where people look: the SLA page, a case's evidence, its redacted pages."""
