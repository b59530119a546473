"""Children and their concerns: one episode each, walled off from every other."""
