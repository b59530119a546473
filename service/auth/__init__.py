"""Who is there: passwords, sessions, links, tokens, and the guards that ask for them."""
