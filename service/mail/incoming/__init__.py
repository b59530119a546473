"""Mail that arrives: taken from the organisation's server, kept, sorted and handed on."""
