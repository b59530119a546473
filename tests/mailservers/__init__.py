"""The mail servers of a real organisation, in a folder of their own: Postfix and Dovecot."""
