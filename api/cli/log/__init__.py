"""The commands of the transparency log."""
