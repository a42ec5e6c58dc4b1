"""What is true: domain types, the PostGIS store and the spatial rules. Knows no HTTP, no map library, no files."""
