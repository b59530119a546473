"""Sign-offs: who must sign, who signed what, and whether it still holds."""
