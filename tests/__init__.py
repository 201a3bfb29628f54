"""The tests, by tier; a package of its own, since others install one of the same name."""
