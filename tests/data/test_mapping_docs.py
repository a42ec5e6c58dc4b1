"""The documentation of mappings says what the program does."""

import re
from pathlib import Path

from data.mapping import parse_mapping
from data.rules import RULES

DOCS = (Path(__file__).parent.parent.parent / "docs" / "mapping.md").read_text(encoding="utf-8")


def test_the_mapping_in_the_documentation_can_be_loaded() -> None:
    (toml,) = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)
    assert {"project_id", "ten", "kinh_do", "vi_do", "tien_do", "ke_hoach", "quan"} <= parse_mapping(toml).columns()


def test_the_table_of_rules_is_complete() -> None:
    rows = [f"| `{rule.name}` | {rule.sentence} |" for rule in RULES]
    assert "\n".join(rows) in DOCS
