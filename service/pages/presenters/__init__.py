"""The words of the pages: dates, counts and tags, so that templates decide nothing."""
