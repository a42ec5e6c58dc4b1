"""Persons and households that a title gives away, by the language of the text."""

from data.screening.people import english, korean, vietnamese

FINDERS = {"vi": vietnamese.people, "en": english.people, "ko": korean.people}

__all__ = ["FINDERS"]
