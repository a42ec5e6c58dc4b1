"""How fast the service is: beside the bare SQL of the same content, an empty route, and two other servers."""
