"""Charts: plain numbers in, marks at places out, drawn as SVG by one template."""
