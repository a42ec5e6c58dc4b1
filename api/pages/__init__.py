"""The pages for readers, in every language of the city, under `/{language}/…`."""
