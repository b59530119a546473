"""Plans: templates, sections, roles and resources, submitted versions and their fingerprints."""
