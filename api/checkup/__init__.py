"""What `allimi doctor` looks at: the machine, the files, the database."""
