"""Search: by child, person, meeting reference and date, among what the person may know."""
