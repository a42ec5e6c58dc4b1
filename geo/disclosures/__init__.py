"""How much of the published projects is disclosed, and how far agencies keep to their duties."""
