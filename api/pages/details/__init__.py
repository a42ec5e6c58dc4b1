"""The sections of a project's details as its page shows them."""

from api.pages.details.telling import Section, Sections, sections

__all__ = ["Section", "Sections", "sections"]
