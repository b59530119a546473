"""What came of an operation: forecast against actual, its report, and the lessons of it."""
