"""The history of a project as a list that everybody can read, and as feeds."""
