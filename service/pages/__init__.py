"""The pages: one module per area; each GET shows, each POST does one act and redirects."""
