"""What the collection of overlaps does not tell: the rules and unit costs by which pairs are found and ranked."""
