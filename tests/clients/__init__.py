"""Others' clients against a running site: each is a script, whose findings are compared with the database."""
