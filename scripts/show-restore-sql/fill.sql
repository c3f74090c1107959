-- Servers, members and open tickets on one game of tomorrow, made set-wise as the owner, with books that
-- balance. Variable: tickets.
SET session_replication_role = replica;
CREATE FUNCTION filled_id(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT ('0000000' || kind || '-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
-- As a version 7 id: the time first, so that ids follow each other as tickets do.
CREATE FUNCTION filled_ticket(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT (lpad(to_hex(1763700000000 + n), 12, '0') || '7' || substr(md5(n::text), 1, 3)
    || '8' || substr(md5(n::text), 4, 15))::uuid $$;
INSERT INTO guilds (guild_id, name, joined_at)
  SELECT 1000 + n, 'server ' || n, now() FROM generate_series(0, 199) n;
INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min, stake_max,
    slip_audience)
  SELECT guild_id, 1, 'UTC', 'american', 500000, 5000000, 'everyone' FROM guilds;
INSERT INTO leagues (league_id, code, name, sport)
  VALUES (filled_id(1, 1), 'NFL', 'NFL', 'american_football');
INSERT INTO competitions VALUES (filled_id(2, 1), filled_id(1, 1), '2026');
INSERT INTO games (game_id, league_id, competition_id, starts_at, status)
  VALUES (filled_id(3, 1), filled_id(1, 1), filled_id(2, 1), now() + interval '1 day', 'scheduled');
INSERT INTO game_starts SELECT game_id, starts_at FROM games WHERE game_id = filled_id(3, 1);
INSERT INTO markets (market_id, game_id, kind, period)
  VALUES (filled_id(4, 1), filled_id(3, 1), 'moneyline_2way', 'full');
INSERT INTO selections VALUES (filled_id(5, 0), filled_id(4, 1), 'home'),
  (filled_id(5, 1), filled_id(4, 1), 'away');
INSERT INTO bookmakers VALUES (filled_id(6, 1), 'filled', 'Filled');
INSERT INTO members (guild_id, member_id, discord_user_id, name)
  SELECT 1000 + n % 200, filled_id(7, n), n, 'm' || n FROM generate_series(0, 19999) n;
CREATE UNLOGGED TABLE filled AS
  SELECT n, filled_ticket(n) AS ticket_id, 1000 + n % 200 AS guild_id,
    filled_id(7, n % 200 + 200 * (n / 200 % 100)) AS member_id,
    1000000 + 10000 * (n % 401) AS stake
  FROM generate_series(1, :tickets::bigint) n;
INSERT INTO tickets (guild_id, ticket_id, code, member_id, interaction_id, kind, stake,
    possible_return, placed_at, record_day, rule_version, settings_version, season, channel_id,
    open_stake)
  SELECT guild_id, ticket_id, upper(lpad(to_hex(n), 7, '0')), member_id, n, 'single', stake, 2 * stake,
    now() - interval '1 day' + n * interval '50 milliseconds', current_date, 1, 1, 1, 1, stake
  FROM filled ORDER BY n;
INSERT INTO guild_games (guild_id, game_id)
  SELECT DISTINCT guild_id, filled_id(3, 1) FROM filled;
INSERT INTO legs (guild_id, ticket_id, leg, game_id, selection_id, market_id, kind, period, side,
    booked_start, price_num, price_den, price_format, price_number, bookmaker_id)
  SELECT f.guild_id, f.ticket_id, 1, g.game_id, filled_id(5, f.n % 2), filled_id(4, 1),
    'moneyline_2way', 'full', CASE f.n % 2 WHEN 0 THEN 'home' ELSE 'away' END, g.starts_at, 2, 1,
    'american', '+100', filled_id(6, 1)
  FROM filled f JOIN games g ON g.game_id = filled_id(3, 1) ORDER BY f.n;
INSERT INTO slips (guild_id, ticket_id, channel_id, message_id)
  SELECT guild_id, ticket_id, 1, n FROM filled ORDER BY n;
INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season, debit_kind,
    debit_member, credit_kind, credit_member, amount)
  SELECT guild_id, 'grant', member_id, 1, 0, 1, 'issuance', NULL, 'cash', member_id, 1000000000000
  FROM members
  UNION ALL
  (SELECT guild_id, 'ticket', ticket_id, 0, 0, 1, 'cash', member_id, 'at_risk', member_id, stake
  FROM filled ORDER BY n);
INSERT INTO accounts (guild_id, member_id, kind, season, balance)
  SELECT m.guild_id, m.member_id, kind, 1,
    CASE kind WHEN 'cash' THEN 1000000000000 - coalesce(staked, 0) ELSE coalesce(staked, 0) END
  FROM members m
  LEFT JOIN (SELECT guild_id, member_id, sum(stake)::bigint AS staked FROM filled GROUP BY 1, 2) f
    USING (guild_id, member_id), unnest(ARRAY['cash', 'at_risk']) kind;
DROP TABLE filled;
DROP FUNCTION filled_id, filled_ticket;
RESET session_replication_role;
VACUUM ANALYZE;
