"""What agencies push: read strictly, checked, merged into the facts of a project, approved and published."""
