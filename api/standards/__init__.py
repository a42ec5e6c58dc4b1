"""What is published, at the addresses and in the forms that others' standards ask for."""
