"""What the partnership learns of its own drift: figures without children, and never small ones."""
