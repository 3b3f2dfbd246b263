"""A package, so that its browser is closed behind its last test: while one is open, no test may run an event loop."""
