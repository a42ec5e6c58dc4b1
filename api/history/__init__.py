"""What was published before: versions of projects, the feed of changes, mementos."""
