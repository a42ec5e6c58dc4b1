"""How facts come in and go out: readers, mappings, checks, the disclosure policy, exports, the sample city."""
