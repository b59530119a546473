"""What a child’s plan says, who holds it, and whether the promised contact was made."""
