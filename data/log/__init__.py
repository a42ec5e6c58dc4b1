"""The transparency log outside of the database: key files, the file for offline checks, another site's log."""
