"""What a plan may say, pure: templates, values, fingerprints, differences."""
