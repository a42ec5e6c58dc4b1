-- Decisions that were published after a day: by agency, the day of the decision and that of its publication (UTC).
-- $1  code of the agency, null for all
-- $2  the day
SELECT agency, decided_on, published_on, decisions
FROM published.disclosure_decision
WHERE ($1::text IS NULL OR agency = $1) AND published_on > $2
ORDER BY agency, decided_on, published_on
