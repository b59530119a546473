"""What `accord replay` tells: on the terminal, as a table to keep, as a page to print."""
