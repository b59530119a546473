"""What came of an operation, judged: figures by week, versions in force, the report, lessons."""
