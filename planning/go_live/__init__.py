"""The gate: may this operation go live, and if not, what is missing and who can mend it."""
