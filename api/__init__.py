"""How people and programs reach Allimi: HTTP, HTML pages and the command line."""
