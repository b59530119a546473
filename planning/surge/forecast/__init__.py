"""How many meetings, people and hours a go-live will ask of each agency, week by week."""
