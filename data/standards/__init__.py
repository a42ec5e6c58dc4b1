"""What is published, in the words of others' standards."""
