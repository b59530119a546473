"""Who is reminded of what and when, decided when it is sent."""
