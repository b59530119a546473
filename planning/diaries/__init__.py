"""People's hours and absences, rooms, and the places that meetings hold in them."""
