"""What a verifier found: what was proven, and what was not."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """What holds, in sentences, and what does not; `proven` where something outside of the log vouches for it."""

    holds: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    proven: bool = False

    def lines(self) -> list[str]:
        """All of it, what is broken first."""
        if self.broken:
            return [*(f"NOT AS PUBLISHED: {one}" for one in self.broken), *self.holds]
        if not self.proven:
            return [
                *self.holds,
                "Internally consistent, freshness not proven: no kept or witnessed checkpoint was given.",
            ]
        return self.holds
