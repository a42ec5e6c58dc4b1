"""What every answer has in common: problems, negotiation, parameters, caching, headers."""
