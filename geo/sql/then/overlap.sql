-- The pairs that were found at an earlier publication.
-- number  a placeholder is put in its braces; the publication's number
(
    SELECT o.one_id, o.other_id, o.since, o.id, o.kind, o.also, o.relation, o.distance, o.shared_length,
        o.shared_area, o.bearing_gap, o.road_class, o.days_shared, o.gap_days, o.joint_start, o.joint_end,
        o.period_start, o.period_end, o.lead_id, o.lead_reason, o.exception, o.score, o.currency, o.likelihood,
        o.terms, o.agencies, o.categories, o.districts, o.sample, o.ground
    FROM ONLY published.overlap AS o WHERE o.since <= {number}::bigint
    UNION ALL
    SELECT p.one_id, p.other_id, p.since, p.id, p.kind, p.also, p.relation, p.distance, p.shared_length,
        p.shared_area, p.bearing_gap, p.road_class, p.days_shared, p.gap_days, p.joint_start, p.joint_end,
        p.period_start, p.period_end, p.lead_id, p.lead_reason, p.exception, p.score, p.currency, p.likelihood,
        p.terms, p.agencies, p.categories, p.districts, p.sample, p.ground
    FROM published.overlap_past AS p WHERE p.since <= {number}::bigint AND p.until > {number}::bigint
)
