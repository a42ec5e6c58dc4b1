"""The PostGIS store: two schemas, what was sent (`intake`) and what is published (`published`)."""
