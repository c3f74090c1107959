-- Servers, members and tickets on one game that is over, made set-wise as the owner.
-- Variables: tickets, slips (per cent of tickets with a posted slip), rules (their version), digest (of the
-- settings).
SET session_replication_role = replica;
SET synchronous_commit = off;
CREATE FUNCTION bench_id(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT ('0000000' || kind || '-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
-- As a version 7 id: the time first, so that ids follow each other as tickets do.
CREATE FUNCTION bench_ticket(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT (lpad(to_hex(1763700000000 + n), 12, '0') || '7' || substr(md5(n::text), 1, 3)
    || '8' || substr(md5(n::text), 4, 15))::uuid $$;
INSERT INTO guilds (guild_id, name, joined_at)
  SELECT 1000 + n, 'guild ' || n, now() FROM generate_series(0, 199) n;
INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min, stake_max,
    slip_audience)
  SELECT guild_id, 1, 'UTC', 'american', 500000, 5000000, 'everyone' FROM guilds;
INSERT INTO leagues VALUES (bench_id(1, 1), 'NFL', 'NFL', 'american_football');
INSERT INTO competitions VALUES (bench_id(2, 1), bench_id(1, 1), '2024');
-- Game 1 is over; 2 to 31 are to come; 32 to 61 were settled before.
INSERT INTO games (game_id, league_id, competition_id, starts_at, status, result_version,
    settled_version)
  SELECT bench_id(3, n), bench_id(1, 1), bench_id(2, 1),
    now() + CASE WHEN n BETWEEN 2 AND 31 THEN interval '1 day' ELSE interval '-4 hours' END,
    CASE WHEN n BETWEEN 2 AND 31 THEN 'scheduled' ELSE 'final' END,
    (n NOT BETWEEN 2 AND 31)::int, (n > 31)::int
  FROM generate_series(1, 61) n;
INSERT INTO provider_reports (game_id, provider, sequence, status, starts_at, scores, source_at,
    received_at, digest)
  SELECT game_id, 'espn', 1, 'final', now(), '[["full","away",20],["full","home",27]]', now(), now(),
    sha256('x')
  FROM games WHERE result_version = 1;
INSERT INTO results (game_id, version, status, provider, report_sequence, decided_at)
  SELECT game_id, 1, 'final', 'espn', 1, now() FROM games WHERE result_version = 1;
INSERT INTO result_scores
  SELECT game_id, 1, 'full', role, 0, CASE role WHEN 'home' THEN 27 ELSE 20 END
  FROM games, unnest(ARRAY['home', 'away']) role WHERE result_version = 1;
-- On game 1 a moneyline, six spreads and six totals; on the others a moneyline.
INSERT INTO markets (market_id, game_id, kind, period, line)
  SELECT bench_id(4, n), bench_id(3, n), 'moneyline_2way', 'full', NULL
  FROM generate_series(1, 61) n
  UNION ALL
  SELECT bench_id(4, 100 + n), bench_id(3, 1), 'spread', 'full', -24 - n
  FROM generate_series(1, 6) n
  UNION ALL
  SELECT bench_id(4, 200 + n), bench_id(3, 1), 'total', 'full', 184 + n
  FROM generate_series(1, 6) n;
INSERT INTO selections
  SELECT bench_id(5, 2 * n + s), bench_id(4, n),
    CASE WHEN n > 200 THEN CASE s WHEN 0 THEN 'over' ELSE 'under' END
      ELSE CASE s WHEN 0 THEN 'home' ELSE 'away' END END
  FROM (SELECT generate_series(1, 61) UNION ALL SELECT generate_series(101, 106)
    UNION ALL SELECT generate_series(201, 206)) m(n), generate_series(0, 1) s;
INSERT INTO bookmakers VALUES (bench_id(6, 1), 'bench', 'Bench');
INSERT INTO grades
  SELECT s.selection_id, g.starts_at, 1, :rules, :'digest', m.game_id, CASE s.side WHEN 'home' THEN 'won' ELSE 'lost' END,
    (s.side = 'home')::int, 1, 0, 1, 'bench', sha256('bench')
  FROM selections s JOIN markets m USING (market_id) JOIN games g USING (game_id)
  WHERE g.settled_version = 1;
INSERT INTO members (guild_id, member_id, discord_user_id, name, notify)
  SELECT 1000 + n % 200, bench_id(7, n), n, 'm' || n, CASE WHEN n % 20 = 7 THEN 'dm' ELSE 'ping' END
  FROM generate_series(0, 19999) n;
-- One row a ticket: what is random is drawn from its number.
CREATE UNLOGGED TABLE bench_tickets AS
  SELECT n, bench_ticket(n) AS ticket_id, 1000 + n % 200 AS guild_id,
    bench_id(7, n % 200 + 200 * (h1 % 100)) AS member_id,
    CASE WHEN h2 % 10 < 7 THEN (ARRAY[1000000, 2000000, 5000000])[1 + h2 / 10 % 3]
      ELSE 500000 + 10000 * (h2 / 10 % 451) END AS stake,
    CASE WHEN h3 % 10 = 0 THEN 2 + h3 / 10 % 5 ELSE 1 END AS legs,
    h1 / 100 AS pick, h2 / 100000 AS price
  FROM (SELECT n, ('x' || substr(md5('a' || n), 1, 7))::bit(28)::int AS h1,
      ('x' || substr(md5('b' || n), 1, 7))::bit(28)::int AS h2,
      ('x' || substr(md5('c' || n), 1, 7))::bit(28)::int AS h3
    FROM generate_series(1, :tickets::bigint) n) drawn;
CREATE UNLOGGED TABLE bench_legs AS
  SELECT t.n, t.guild_id, t.ticket_id, (l + 1)::smallint AS leg,
    CASE l WHEN 0 THEN 1 ELSE 2 + (t.pick + 7 * l) % 60 END AS game,
    CASE WHEN l > 0 THEN 2 * (2 + (t.pick + 7 * l) % 60) + (t.pick / 60 + l) % 2
      ELSE (ARRAY[1, 101, 102, 103, 104, 105, 106, 201, 202, 203, 204, 205, 206])[1 + t.pick % 13] * 2
        + t.pick / 13 % 2 END AS selection,
    1 + (t.price + l) % 3 AS price
  FROM bench_tickets t, generate_series(0, t.legs - 1) l;
INSERT INTO tickets (guild_id, ticket_id, code, member_id, interaction_id, kind, stake,
    possible_return, placed_at, record_day, rule_version, settings_version, season, channel_id,
    open_stake)
  SELECT t.guild_id, t.ticket_id, 'b' || t.n, t.member_id, t.n,
    CASE t.legs WHEN 1 THEN 'single' ELSE 'parlay' END, t.stake, p.possible,
    now() - interval '1 day' + t.n * interval '50 milliseconds', current_date, :rules, 1, 1, 1,
    t.stake
  FROM bench_tickets t JOIN LATERAL (
    -- Prices are 21/11, 2/1 and 5/3: products of whole numbers, exact.
    SELECT div(t.stake::numeric * 21::numeric ^ count(*) FILTER (WHERE l.price = 1)
        * 2::numeric ^ count(*) FILTER (WHERE l.price = 2) * 5::numeric ^ count(*) FILTER (WHERE l.price = 3),
      11::numeric ^ count(*) FILTER (WHERE l.price = 1)
        * 3::numeric ^ count(*) FILTER (WHERE l.price = 3))::bigint AS possible
    FROM (SELECT 1 + (t.price + l) % 3 AS price FROM generate_series(0, t.legs - 1) l) l) p ON true
  ORDER BY t.n;
INSERT INTO guild_games (guild_id, game_id, version, done)
  SELECT DISTINCT l.guild_id, bench_id(3, l.game), (l.game > 31)::int, l.game > 31
  FROM bench_legs l;
INSERT INTO legs (guild_id, ticket_id, leg, game_id, selection_id, market_id, kind, period, side,
    line, booked_start, price_num, price_den, price_format, price_number, bookmaker_id)
  SELECT l.guild_id, l.ticket_id, l.leg, bench_id(3, l.game), bench_id(5, l.selection), m.market_id,
    m.kind, m.period, s.side, CASE s.side WHEN 'away' THEN -m.line ELSE m.line END,
    g.starts_at,
    (ARRAY[21, 2, 5])[l.price], (ARRAY[11, 1, 3])[l.price], 'american',
    (ARRAY['-110', '+100', '-150'])[l.price], bench_id(6, 1)
  FROM bench_legs l JOIN selections s ON s.selection_id = bench_id(5, l.selection)
  JOIN markets m USING (market_id) JOIN games g USING (game_id)
  ORDER BY l.n, l.leg;
INSERT INTO slips (guild_id, ticket_id, channel_id, message_id)
  SELECT guild_id, ticket_id, 1, n FROM bench_tickets WHERE n % 100 < :slips ORDER BY n;
INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season, debit_kind,
    debit_member, credit_kind, credit_member, amount)
  SELECT guild_id, 'grant', member_id, 1, 0, 1, 'issuance', NULL, 'cash', member_id, 1000000000000
  FROM members
  UNION ALL
  (SELECT guild_id, 'ticket', ticket_id, 0, 0, 1, 'cash', member_id, 'at_risk', member_id, stake
  FROM bench_tickets ORDER BY n);
INSERT INTO accounts (guild_id, member_id, kind, season, balance)
  SELECT m.guild_id, m.member_id, kind, 1,
    CASE kind WHEN 'cash' THEN 1000000000000 - coalesce(staked, 0) ELSE coalesce(staked, 0) END
  FROM members m
  LEFT JOIN (SELECT guild_id, member_id, sum(stake)::bigint AS staked FROM bench_tickets GROUP BY 1, 2) t
    USING (guild_id, member_id), unnest(ARRAY['cash', 'at_risk']) kind;
DROP TABLE bench_tickets, bench_legs;
RESET session_replication_role;
VACUUM ANALYZE;
