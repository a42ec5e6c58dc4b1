-- Stage the projects of a made-up city, always the same ones: half of them lines, 35 of 100 areas, 15 of 100 points;
-- three of four near the core of the city, which is denser than a real one.
-- first, last  numbers of the projects, from 1
-- spread       how many times as wide and as high as usual the ground is on which they lie; each is as large as ever
-- reads        temporary table stage of the publisher
INSERT INTO stage (
    row_number, project_id, title, titles, descriptions, status, category, agency, contractor, supervisor, address,
    original_start, original_end, planned_start, planned_end, actual_start, actual_end, progress_planned,
    progress_actual, progress_as_of, original_budget, original_budget_currency, budget, budget_currency,
    contract_amount, contract_currency, location_source, location_method, location_accuracy, location_verified_by,
    location_verified_on, declared_districts, withheld, blocked, withdrawn, sample, reports, footprint
)
WITH drawn AS (
    SELECT n, 'P' || lpad(n::text, 7, '0') AS id,
        -- Numbers from 0 to 1 that depend on n alone.
        (SELECT array_agg((hashint8extended(n, k) & 4294967295) / 4294967296.0::float8 ORDER BY k)
         FROM generate_series(1, 16) AS k) AS u
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
), placed AS (
    SELECT d.*,
        -- Near the core by the normal distribution (Box and Muller), sigma 3.5 km; else anywhere in 44 by 33 km.
        CASE WHEN u[1] < 0.75 THEN 108.21 + s.times * 0.0327 * sqrt(-2 * ln(1 - u[2])) * cos(2 * pi() * u[3])
            ELSE 108.0 - 0.21 * (s.times - 1) + s.times * 0.41 * u[2] END AS lon,
        CASE WHEN u[1] < 0.75 THEN 16.055 + s.times * 0.0316 * sqrt(-2 * ln(1 - u[2])) * sin(2 * pi() * u[3])
            ELSE 15.9 - 0.155 * (s.times - 1) + s.times * 0.3 * u[3] END AS lat,
        (ARRAY['identification', 'preparation', 'preparation', 'implementation', 'implementation', 'implementation',
            'completion', 'completed', 'completed', 'suspended', 'cancelled'])[1 + floor(u[5] * 11)::int] AS status,
        (ARRAY['road', 'road', 'road', 'water', 'water', 'sewer', 'sewer', 'energy', 'telecom', 'flood', 'bridge',
            'transit', 'park', 'education', 'health', 'housing', 'culture', 'coast', 'waste', 'public-building'])
            [1 + floor(u[6] * 20)::int] AS category,
        date '2019-01-01' + floor(u[7] * 2600)::int AS planned_start,
        60 + floor(u[8] * u[8] * 1200)::int AS days,
        round((2e8 * exp(u[9] * 5))::numeric, -6) AS amount
    FROM drawn AS d, (SELECT %(spread)s::float8) AS s (times)
), shaped AS (
    SELECT p.*,
        CASE
            WHEN u[4] < 0.5 THEN (
                -- A street: 3 to 12 corners, 100 m to 1.6 km, bending a little.
                SELECT ST_MakeLine(ST_Point(
                    lon + s.step * i * cos(s.heading) + 0.15 * s.step * sin(2.1 * i + 7 * u[10]),
                    lat + s.step * i * sin(s.heading) + 0.15 * s.step * cos(1.7 * i + 5 * u[10]), 4326) ORDER BY i)
                FROM (SELECT 2 * pi() * u[11] AS heading, 3 + floor(u[12] * 10)::int AS corners,
                    (100 + 1500 * u[13] * u[13]) / 111000 / (2 + floor(u[12] * 10)) AS step) AS s,
                    generate_series(0, s.corners - 1) AS i)
            WHEN u[4] < 0.85 THEN (
                -- A site: 5 to 14 corners around its middle, 15 to 150 m from it.
                SELECT ST_MakePolygon(ST_AddPoint(ring, ST_StartPoint(ring))) FROM (
                    SELECT ST_MakeLine(ST_Point(
                        lon + (15 + 135 * u[13] * u[13]) / 107000 * (0.7 + 0.3 * sin(3 * i + 9 * u[10])) * cos(2 * pi() * i / c.corners),
                        lat + (15 + 135 * u[13] * u[13]) / 111000 * (0.7 + 0.3 * sin(3 * i + 9 * u[10])) * sin(2 * pi() * i / c.corners),
                        4326) ORDER BY i) AS ring
                    FROM (SELECT 5 + floor(u[12] * 10)::int AS corners) AS c, generate_series(0, c.corners - 1) AS i
                ) AS r)
            ELSE ST_Point(lon, lat, 4326)
        END AS footprint
    FROM placed AS p
)
SELECT
    n, id, format('Công trình %%s số %%s, khu vực %%s', category, n, 1 + floor(u[14] * 96)),
    jsonb_build_object(
        'vi', format('Công trình %%s số %%s, khu vực %%s', category, n, 1 + floor(u[14] * 96)),
        'en', format('Works no. %%s (%%s), area %%s', n, category, 1 + floor(u[14] * 96))),
    jsonb_build_object(
        'vi', 'Cải tạo mặt đường, hệ thống thoát nước và chiếu sáng; dữ liệu tạo ra để đo tốc độ.',
        'en', 'Renewal of the surface, the drains and the lights; made up to measure speed.'),
    status, category, 'agency-' || lpad((1 + floor(u[15] * u[15] * 40))::text, 2, '0'),
    CASE WHEN status IN ('identification', 'preparation') THEN NULL
        ELSE 'Công ty xây dựng số ' || floor(u[14] * 800) END,
    CASE WHEN u[16] < 0.5 THEN NULL ELSE 'Tư vấn giám sát số ' || floor(u[16] * 90) END,
    format('%%s Đường số %%s, Đà Nẵng', 1 + floor(u[11] * 400), 1 + floor(u[12] * 900)),
    planned_start - floor(u[16] * 90)::int, planned_start + days - floor(u[16] * 120)::int, planned_start,
    planned_start + days,
    CASE WHEN status IN ('identification', 'preparation') THEN NULL ELSE planned_start + floor(u[13] * 30)::int END,
    CASE WHEN status = 'completed' THEN planned_start + days + floor(u[12] * 60)::int END,
    round(u[11]::numeric, 4), CASE WHEN status IN ('identification', 'preparation') THEN NULL
        ELSE round((u[11] * (0.6 + 0.4 * u[13]))::numeric, 4) END, date '2026-10-01',
    amount, 'VND', round(amount * (1 + u[12]::numeric * 0.4), -6), 'VND',
    CASE WHEN status IN ('identification', 'preparation') THEN NULL ELSE round(amount * 0.97, -6) END,
    CASE WHEN status IN ('identification', 'preparation') THEN NULL ELSE 'VND' END,
    'Bản vẽ thiết kế', 'design drawing', (ARRAY['surveyed', 'design', 'digitised'])[1 + floor(u[15] * 3)::int],
    CASE WHEN u[16] < 0.1 THEN 'Phòng đo đạc' END, CASE WHEN u[16] < 0.1 THEN date '2026-03-01' END,
    '{}', CASE WHEN u[16] < 0.5 THEN '{supervisor}'::text[] ELSE '{}' END,
    CASE WHEN u[16] < 0.5 THEN '{supervisor}'::text[] ELSE '{}' END, false, false,
    jsonb_build_array(jsonb_build_object('as_of', '2026-10-01', 'planned', round(u[11]::numeric, 4)::text,
        'actual', round((u[11] * (0.6 + 0.4 * u[13]))::numeric, 4)::text)),
    footprint
FROM shaped
