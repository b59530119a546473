"""The pages of the plan templates."""
