-- Believable rows for every table, and the functions at work on them.
INSERT INTO leagues VALUES
  ('10000000-0000-0000-0000-000000000001', 'NFL', 'National Football League', 'american_football');
INSERT INTO competitions VALUES
  ('20000000-0000-0000-0000-000000000001', '10000000-0000-0000-0000-000000000001', '2024');
INSERT INTO competitors
  (competitor_id, sport, kind, name, short_name, place, code, color_1, color_2, named_by)
VALUES
  ('30000000-0000-0000-0000-000000000001', 'american_football', 'team',
    'Chicago Bears', 'Bears', 'Chicago', 'CHI', '0b162a', 'c83803', 'espn'),
  ('30000000-0000-0000-0000-000000000002', 'american_football', 'team',
    'Green Bay Packers', 'Packers', 'Green Bay', 'GB', '203731', 'ffb612', 'espn');
INSERT INTO competitor_refs VALUES
  ('espn', 'american_football', 'NFL/3', '30000000-0000-0000-0000-000000000001');
INSERT INTO competitors (competitor_id, sport, kind, name, short_name, place, code, named_by)
VALUES ('30000000-0000-0000-0000-000000000003', 'american_football', 'athlete',
  'Sam Ode', 'Ode', 'Ode', 'ODE', 'espn');
INSERT INTO team_players VALUES
  ('30000000-0000-0000-0000-000000000001', '30000000-0000-0000-0000-000000000003', '2024-11-17');
INSERT INTO games (game_id, league_id, competition_id, starts_at, status, result_version)
VALUES
  ('40000000-0000-0000-0000-000000000001', '10000000-0000-0000-0000-000000000001',
    '20000000-0000-0000-0000-000000000001', '2024-11-17 18:00+00', 'final', 2),
  ('40000000-0000-0000-0000-000000000002', '10000000-0000-0000-0000-000000000001',
    '20000000-0000-0000-0000-000000000001', '2099-11-17 18:00+00', 'scheduled', 0);
INSERT INTO game_competitors (game_id, role, competitor_id) VALUES
  ('40000000-0000-0000-0000-000000000001', 'home', '30000000-0000-0000-0000-000000000001'),
  ('40000000-0000-0000-0000-000000000001', 'away', '30000000-0000-0000-0000-000000000002'),
  ('40000000-0000-0000-0000-000000000002', 'home', '30000000-0000-0000-0000-000000000002'),
  ('40000000-0000-0000-0000-000000000002', 'away', '30000000-0000-0000-0000-000000000001');
INSERT INTO game_keys VALUES
  ('10000000-0000-0000-0000-000000000001', '2024-11-17', '30000000-0000-0000-0000-000000000001',
    '30000000-0000-0000-0000-000000000002', 1, '40000000-0000-0000-0000-000000000001');
INSERT INTO competitions VALUES
  ('20000000-0000-0000-0000-000000000002', '10000000-0000-0000-0000-000000000001', '2031');
INSERT INTO games (game_id, league_id, competition_id, kind, name, starts_at, status)
VALUES
  ('40000000-0000-0000-0000-000000000003', '10000000-0000-0000-0000-000000000001',
    '20000000-0000-0000-0000-000000000002', 'field', 'Who wins it all', '2031-09-05', 'scheduled');
INSERT INTO field_keys VALUES
  ('20000000-0000-0000-0000-000000000002', 'champion', '40000000-0000-0000-0000-000000000003');
INSERT INTO game_refs VALUES ('espn', '401671744', '40000000-0000-0000-0000-000000000001');
INSERT INTO provider_reports (game_id, provider, sequence, status, starts_at, scores, source_at,
  received_at, digest)
VALUES
  ('40000000-0000-0000-0000-000000000001', 'espn', 1, 'final', '2024-11-17 18:00+00',
    '[{"period":"full","role":"home","points":24}]', NULL, '2024-11-17 21:11+00', '\x01'),
  ('40000000-0000-0000-0000-000000000001', 'espn', 2, 'final', '2024-11-17 18:00+00',
    '[{"period":"full","role":"home","points":19}]', NULL, '2024-11-17 21:40+00', '\x02');
INSERT INTO results (game_id, version, status, provider, report_sequence, decided_at)
VALUES
  ('40000000-0000-0000-0000-000000000001', 1, 'final', 'espn', 1, '2024-11-17 21:11+00'),
  ('40000000-0000-0000-0000-000000000001', 2, 'final', 'espn', 2, '2024-11-17 21:40+00');
INSERT INTO result_scores (game_id, version, period, role, points) VALUES
  ('40000000-0000-0000-0000-000000000001', 1, 'full', 'home', 24),
  ('40000000-0000-0000-0000-000000000001', 1, 'full', 'away', 20),
  ('40000000-0000-0000-0000-000000000001', 2, 'full', 'home', 19),
  ('40000000-0000-0000-0000-000000000001', 2, 'full', 'away', 20);

INSERT INTO markets (market_id, game_id, kind, period, line) VALUES
  ('50000000-0000-0000-0000-000000000001', '40000000-0000-0000-0000-000000000001',
    'spread', 'full', -14),
  ('50000000-0000-0000-0000-000000000002', '40000000-0000-0000-0000-000000000002',
    'moneyline_2way', 'full', NULL);
INSERT INTO selections VALUES
  ('60000000-0000-0000-0000-000000000001', '50000000-0000-0000-0000-000000000001', 'home'),
  ('60000000-0000-0000-0000-000000000002', '50000000-0000-0000-0000-000000000001', 'away'),
  ('60000000-0000-0000-0000-000000000003', '50000000-0000-0000-0000-000000000002', 'home');
INSERT INTO bookmakers VALUES
  ('70000000-0000-0000-0000-000000000001', 'draftkings', 'DraftKings');
INSERT INTO feed_questions VALUES
  ('71000000-0000-0000-0000-000000000001', 'espn', 'NFL/quotes', '2024-11-17 12:00+00');
INSERT INTO quotes VALUES
  ('60000000-0000-0000-0000-000000000003', '70000000-0000-0000-0000-000000000001', 21, 11,
    'american', '-110', '2024-11-17 12:00+00', '2024-11-17 12:00+00', NULL,
    '71000000-0000-0000-0000-000000000001');
INSERT INTO quote_marks VALUES
  ('60000000-0000-0000-0000-000000000001', '70000000-0000-0000-0000-000000000001', 'closing',
    21, 11, 'american', '-110', '2024-11-17 17:59+00', true, '2024-11-17 17:59+00',
    '2024-11-17 18:00+00');
INSERT INTO quote_changes VALUES
  ('2024-11-17 12:00+00', '60000000-0000-0000-0000-000000000003',
    '70000000-0000-0000-0000-000000000001', 21, 11, 'american', '-110', '2024-11-17 12:00+00');
SELECT code.ensure_quote_partition('2031-05-17');

INSERT INTO guilds (guild_id, name, joined_at) VALUES
  (1297031000000000001, 'The Dugout', '2024-11-01'), (1297031000000000002, 'Elsewhere', '2024-11-01');
INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min, stake_max,
  slip_audience, changed_by)
VALUES
  (1297031000000000001, 1, 'America/Chicago', 'american', 500000, 5000000, 'everyone', NULL);
INSERT INTO members (guild_id, member_id, discord_user_id, name, notify) VALUES
  (1297031000000000001, '80000000-0000-0000-0000-000000000001', 77, 'alice', 'ping'),
  (1297031000000000002, '80000000-0000-0000-0000-000000000002', 77, 'alice', NULL);
INSERT INTO parlay_drafts (guild_id, member_id, wanted) VALUES
  (1297031000000000001, '80000000-0000-0000-0000-000000000001', 'by_2');
INSERT INTO parlay_draft_legs (guild_id, member_id, selection_id, bookmaker_id, game_id,
  price_num, price_den, price_format, price_number)
VALUES
  (1297031000000000001, '80000000-0000-0000-0000-000000000001',
    '60000000-0000-0000-0000-000000000003', '70000000-0000-0000-0000-000000000001',
    '40000000-0000-0000-0000-000000000002', 21, 11, 'american', '-110');

-- A ticket that won, and that a corrected result then lost.
INSERT INTO accounts VALUES
  (1297031000000000001, '80000000-0000-0000-0000-000000000001', 'cash', 1, 98000000),
  (1297031000000000001, '80000000-0000-0000-0000-000000000001', 'at_risk', 1, 0);
INSERT INTO guild_games (guild_id, game_id, version, done) VALUES
  (1297031000000000001, '40000000-0000-0000-0000-000000000001', 2, true);
INSERT INTO interactions (guild_id, interaction_id, outcome) VALUES
  (1297031000000000001, 1001, 'placed');
INSERT INTO tickets (guild_id, ticket_id, code, member_id, interaction_id, kind, stake,
  possible_return, placed_at, record_day, rule_version, settings_version, season, channel_id, state,
  settled_seq, returned, open_stake)
VALUES
  (1297031000000000001, '90000000-0000-0000-0000-000000000001', 'K7Q2MXD',
    '80000000-0000-0000-0000-000000000001', 1001, 'single', 2000000, 3818181,
    '2024-11-17 17:00+00', '2024-11-17', 1, 1, 1, 5001, 'lost', 2, 0, 2000000);
INSERT INTO legs (guild_id, ticket_id, leg, game_id, selection_id, market_id, kind, period, side,
  line, home, away, booked_start, price_num, price_den, price_format, price_number, bookmaker_id,
  quoted_at)
VALUES
  (1297031000000000001, '90000000-0000-0000-0000-000000000001', 1,
    '40000000-0000-0000-0000-000000000001', '60000000-0000-0000-0000-000000000001',
    '50000000-0000-0000-0000-000000000001', 'spread', 'full', 'home', -14,
    '30000000-0000-0000-0000-000000000001', '30000000-0000-0000-0000-000000000002',
    '2024-11-17 18:00+00', 21, 11, 'american', '-110', '70000000-0000-0000-0000-000000000001',
    '2024-11-17 16:59+00');
INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season, debit_kind,
  debit_member, credit_kind, credit_member, amount)
VALUES
  (1297031000000000001, 'grant', '80000000-0000-0000-0000-000000000001', 1, 0, 1, 'issuance',
    NULL, 'cash', '80000000-0000-0000-0000-000000000001', 100000000),
  (1297031000000000001, 'ticket', '90000000-0000-0000-0000-000000000001', 0, 0, 1, 'cash',
    '80000000-0000-0000-0000-000000000001', 'at_risk', '80000000-0000-0000-0000-000000000001',
    2000000),
  (1297031000000000001, 'ticket', '90000000-0000-0000-0000-000000000001', 1, 2, 1, 'at_risk',
    '80000000-0000-0000-0000-000000000001', 'cash', '80000000-0000-0000-0000-000000000001',
    2000000),
  (1297031000000000001, 'ticket', '90000000-0000-0000-0000-000000000001', 1, 3, 1, 'house',
    NULL, 'cash', '80000000-0000-0000-0000-000000000001', 1818181),
  (1297031000000000001, 'ticket', '90000000-0000-0000-0000-000000000001', 2, 0, 1, 'cash',
    '80000000-0000-0000-0000-000000000001', 'at_risk', '80000000-0000-0000-0000-000000000001',
    2000000),
  (1297031000000000001, 'ticket', '90000000-0000-0000-0000-000000000001', 2, 1, 1, 'cash',
    '80000000-0000-0000-0000-000000000001', 'house', NULL, 1818181),
  (1297031000000000001, 'ticket', '90000000-0000-0000-0000-000000000001', 2, 3, 1, 'at_risk',
    '80000000-0000-0000-0000-000000000001', 'house', NULL, 2000000);
INSERT INTO game_starts VALUES
  ('40000000-0000-0000-0000-000000000001', '2024-11-17 18:00+00');
INSERT INTO game_moves (game_id, number, old_start, old_status, starts_at, status, moved_at) VALUES
  ('40000000-0000-0000-0000-000000000001', 1, '2024-11-17 17:00+00', 'scheduled',
    '2024-11-17 18:00+00', 'scheduled', '2024-11-16 12:00+00');
INSERT INTO standings (competition_id, group_name, competitor_id, rank, played, won, lost, drawn,
  points_tenths, scored, conceded, streak, provider, changed_at)
SELECT competition_id, 'NFC', competitor_id, 1, 10, 4, 6, 0, NULL, 190, 200, -3, 'espn',
  '2024-11-17 23:00+00'
FROM competitions, competitors LIMIT 1;
INSERT INTO injuries (league_id, player_id, team_id, position, status, note, said_at, returns_on,
  provider, changed_at)
SELECT league_id, (SELECT competitor_id FROM competitors ORDER BY 1 DESC LIMIT 1),
  (SELECT competitor_id FROM competitors ORDER BY 1 LIMIT 1), 'QB', 'questionable',
  'Knee; limited on Friday.', '2024-11-15 20:00+00', '2024-11-24', 'espn', '2024-11-15 20:05+00'
FROM leagues LIMIT 1;
INSERT INTO rosters (team_id, provider, reference, name, position, number, status, born_on,
  changed_at)
SELECT competitor_id, 'espn', 'nfl/player/77', 'Ada Quick', 'QB', '00', 'active', '1999-02-03',
  '2024-11-15 20:05+00'
FROM competitors ORDER BY 1 LIMIT 1;
INSERT INTO live_states (game_id, provider, state, since) VALUES
  ('40000000-0000-0000-0000-000000000001', 'espn',
    '{"v": "1", "stage": "playing", "period": "Q4", "clock": {"seconds": 48, "counts": "down"}}',
    '2024-11-17 20:48+00');
INSERT INTO game_venues (game_id, name, place, roof, is_placed, provider, changed_at) VALUES
  ('40000000-0000-0000-0000-000000000001', 'Soldier Field', 'Chicago, IL', 'open', true, 'espn',
    '2024-11-15 20:05+00');
INSERT INTO forecasts (game_id, starts_at, venue, hour, asked_at) VALUES
  ('40000000-0000-0000-0000-000000000001', '2024-11-17 18:00+00', 'Soldier Field',
    '{"hour": "2024-11-17T18:00:00Z", "temperature_f": 41}', '2024-11-17 12:00+00');
INSERT INTO joins (subject, number, what, joined_to, done_by, done_at) VALUES
  ('40000000-0000-0000-0000-000000000002', 1, 'game', '40000000-0000-0000-0000-000000000001',
    'operator', '2024-11-17 12:00+00'),
  ('40000000-0000-0000-0000-000000000002', 2, 'game', NULL, 'operator', '2024-11-17 12:01+00');
INSERT INTO grades (selection_id, booked_start, result_version, rule_version, settings_digest,
  game_id, outcome, win_num, win_den, refund_num, refund_den, receipt, receipt_sha256)
VALUES
  ('60000000-0000-0000-0000-000000000001', '2024-11-17 18:00+00', 1, 1, '44136fa355b3678a',
    '40000000-0000-0000-0000-000000000001', 'won', 1, 1, 0, 1, '{}', sha256('{}')),
  ('60000000-0000-0000-0000-000000000001', '2024-11-17 18:00+00', 2, 1, '44136fa355b3678a',
    '40000000-0000-0000-0000-000000000001', 'lost', 0, 1, 0, 1, '{}', sha256('{}'));
INSERT INTO settlements (guild_id, ticket_id, sequence, cause, reverses, state, returned,
  multiplier_num, multiplier_den, result_versions, settings_digest)
VALUES
  (1297031000000000001, '90000000-0000-0000-0000-000000000001', 1, 'result', NULL, 'won',
    3818181, 21, 11, '{1}', '44136fa355b3678a'),
  (1297031000000000001, '90000000-0000-0000-0000-000000000001', 2, 'result', 1, 'lost', 0, 0, 1,
    '{2}', '44136fa355b3678a');

INSERT INTO notices (guild_id, kind, subject, sequence) VALUES
  (1297031000000000001, 'ticket_placed', '90000000-0000-0000-0000-000000000001', 0),
  (1297031000000000001, 'game_results', '40000000-0000-0000-0000-000000000001', 1),
  (1297031000000000001, 'game_results', '40000000-0000-0000-0000-000000000001', 2);
INSERT INTO deliveries (guild_id, kind, subject, sequence, state, tries, done_at)
  SELECT guild_id, kind, subject, sequence, 'sent', 1, app_now() FROM notices;
INSERT INTO slips (guild_id, ticket_id, channel_id, message_id) VALUES
  (1297031000000000001, '90000000-0000-0000-0000-000000000001', 5001, 6001);
INSERT INTO stamps VALUES
  (1297031000000000001, '90000000-0000-0000-0000-000000000001', app_now());
INSERT INTO results_messages VALUES
  (1297031000000000001, '40000000-0000-0000-0000-000000000001', 5002, 6002, 1);

INSERT INTO feed_rests VALUES
  ('espn', 'site.api.espn.com/apis/site/v2/sports/football/nfl/scoreboard', 4,
   'status 503 Service Unavailable', '2031-01-12 18:00:00Z', '2031-01-12 18:01:00Z', NULL);
INSERT INTO identify_slots VALUES (1001, 0, '2031-01-12 18:00:00Z');
INSERT INTO feed_shapes VALUES
  ('espn', 'site.api.espn.com/apis/site/v2/sports/football/nfl/scoreboard',
   '{"events": "always 3 list", "events[].id": "always 3 text"}', '2031-01-12');
INSERT INTO feed_shape_changes VALUES
  ('espn', 'site.api.espn.com/apis/site/v2/sports/football/nfl/scoreboard', 'events[].id', 'kind',
   'it used to be text and is now number', '2031-01-12 18:00:00Z', NULL);
INSERT INTO feed_quotas (provider, key_name, api, set_by, period, begins_at, renewed_at, limit_units,
    left_units, in_flight, spent_units, requests, told_at) VALUES
  ('the_odds_api', '0badcafe', '', 'provider', 'month', '2026-11-01 00:00+00', '2026-12-01 00:00+00',
   500, 41, 3, 420, 140, '2026-11-29 10:00+00');
INSERT INTO poll_log (provider, feed, asked_at, took_ms, outcome, url, http_status) VALUES
  ('espn', 'NFL', '2024-11-17 21:11+00', 130, 'changed', 'https://example.invalid/nfl', 200);
INSERT INTO kept_answers (poll_id, place, reason, body)
  SELECT poll_id, 'events[3]', 'unknown status', '\x7b' FROM poll_log;
INSERT INTO unknown_codes VALUES ('espn', 'STATUS_X', 3, '2024-11-17', '2024-11-18');
INSERT INTO leases VALUES ('fetcher', 'one', 7, '2024-11-17');
INSERT INTO bot_state (key, value) VALUES ('commands', '"abc"');

-- A member who is seen for the first time gets accounts and starting units.
SELECT * FROM code.ensure_member(1297031000000000001, 78, 'bob',
  '80000000-0000-0000-0000-000000000003', 1);

-- A second ticket on the game, placed before and settled with its page; then corrected by itself.
INSERT INTO tickets (guild_id, ticket_id, code, member_id, interaction_id, kind, stake,
  possible_return, placed_at, record_day, rule_version, settings_version, season, channel_id,
  open_stake)
VALUES
  (1297031000000000001, '90000000-0000-0000-0000-000000000002', 'B3N8WQZ',
    '80000000-0000-0000-0000-000000000001', 1002, 'single', 2000000, 3818181,
    '2024-11-17 17:01+00', '2024-11-17', 1, 1, 1, 5001, 2000000);
INSERT INTO legs (guild_id, ticket_id, leg, game_id, selection_id, market_id, kind, period, side,
  line, home, away, booked_start, price_num, price_den, price_format, price_number, bookmaker_id)
SELECT guild_id, '90000000-0000-0000-0000-000000000002', leg, game_id, selection_id, market_id, kind,
  period, side, line, home, away, booked_start, price_num, price_den, price_format, price_number,
  bookmaker_id
FROM legs WHERE ticket_id = '90000000-0000-0000-0000-000000000001';
INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season, debit_kind,
  debit_member, credit_kind, credit_member, amount)
VALUES
  (1297031000000000001, 'ticket', '90000000-0000-0000-0000-000000000002', 0, 0, 1, 'cash',
    '80000000-0000-0000-0000-000000000001', 'at_risk', '80000000-0000-0000-0000-000000000001',
    2000000);
UPDATE accounts SET balance = balance + CASE kind WHEN 'cash' THEN -2000000 ELSE 2000000 END
WHERE member_id = '80000000-0000-0000-0000-000000000001';
SELECT code.settle_tickets(7, ARRAY['90000000-0000-0000-0000-000000000002']::uuid[], ARRAY[1],
  ARRAY[1297031000000000001], ARRAY[0], ARRAY['lost'], ARRAY[0], ARRAY[0], ARRAY[1], ARRAY['{2}'],
  ARRAY['44136fa355b3678a']);
-- The ticket of before is settled once more.
SELECT code.settle_tickets(7, ARRAY['90000000-0000-0000-0000-000000000001']::uuid[], ARRAY[1],
  ARRAY[1297031000000000001], ARRAY[2], ARRAY['push'], ARRAY[2000000], ARRAY[1], ARRAY[1],
  ARRAY['{2}'], ARRAY['44136fa355b3678a']);

-- The server pays shared places in full.
INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min, stake_max,
  slip_audience, changed_by, rule_choices, grading_digest)
VALUES
  (1297031000000000001, 4, 'America/Chicago', 'american', 500000, 5000000, 'everyone', 77,
    '{"dead_heat": "pay_full"}', '227d75795712391e');

-- A new version of the result: its only server is claimed in two ranges of a ticket each; then a
-- page of both is held.
SELECT * FROM code.claim_ranges(7, '40000000-0000-0000-0000-000000000001', 9, 0, 10, 1);
SELECT * FROM code.claim_ranges(7, '40000000-0000-0000-0000-000000000001', 9, 0, 10, 1);
SELECT * FROM code.hold_page('40000000-0000-0000-0000-000000000001', ARRAY[1297031000000000001],
  ARRAY['00000000-0000-0000-0000-000000000000']::uuid[],
  ARRAY['ffffffff-ffff-ffff-ffff-ffffffffffff']::uuid[]);

UPDATE results SET basis = 'official';
INSERT INTO provider_reports (game_id, provider, sequence, status, starts_at, scores, source_at,
  received_at, digest, facts)
VALUES
  ('40000000-0000-0000-0000-000000000002', 'espn', 1, 'cancelled', '2099-11-17 18:00+00', '[]',
    NULL, '2099-11-17 21:11+00', '\x03', '{"ending":{"winner":"home"}}'),
  ('40000000-0000-0000-0000-000000000002', 'wire', 1, 'final', '2099-11-17 18:00+00',
    '[["full","home",3],["full","away",0]]', NULL, '2099-11-17 21:11+00', '\x04', '{}'),
  ('40000000-0000-0000-0000-000000000002', 'admin', 1, 'cancelled', '2099-11-17 18:00+00', '[]',
    NULL, '2099-11-17 23:11+00', '\x05', '{}');
INSERT INTO reviews VALUES
  ('40000000-0000-0000-0000-000000000002', 1, 'disagreement', 0, '2099-11-17 21:13+00'),
  ('40000000-0000-0000-0000-000000000001', 1, 'late_correction', 2, '2024-11-19 21:13+00');
INSERT INTO review_claims VALUES
  ('40000000-0000-0000-0000-000000000002', 1, 'espn', 1),
  ('40000000-0000-0000-0000-000000000002', 1, 'wire', 1),
  ('40000000-0000-0000-0000-000000000001', 1, 'espn', 2);
INSERT INTO results (game_id, version, status, provider, report_sequence, decided_at, facts, basis)
VALUES ('40000000-0000-0000-0000-000000000002', 1, 'cancelled', 'admin', 1,
  '2099-11-17 23:11+00', '{}', 'admin');
INSERT INTO review_ends VALUES ('40000000-0000-0000-0000-000000000002', 1, 'decided', 1, 'operator',
  'the league says so', '2099-11-17 23:11+00');
UPDATE games SET result_version = 1, status = 'cancelled'
  WHERE game_id = '40000000-0000-0000-0000-000000000002';
UPDATE games SET open_review = 1, decide_at = '2024-11-20'
  WHERE game_id = '40000000-0000-0000-0000-000000000001';
INSERT INTO notices (guild_id, kind, subject, sequence)
  SELECT guild_id, 'review_opened', '40000000-0000-0000-0000-000000000002', 1 FROM guilds;

INSERT INTO report_repeats VALUES
  ('40000000-0000-0000-0000-000000000001', 'espn', '2024-11-17 21:20+00');

-- An admin voided the ticket that a corrected result had lost, and gave its owner two units, which
-- another took back.
INSERT INTO corrections (guild_id, correction_id, number, kind, way, actor_id, actor_name_id,
  reason_id, ticket_id, member_id, amount, undoes, channel_id)
VALUES
  (1297031000000000001, 'a0000000-0000-0000-0000-000000000001', 1, 'void', 'command', 77,
    code.keep_text(1297031000000000001, 'alice'),
    code.keep_text(1297031000000000001, 'the line was posted wrongly'),
    '90000000-0000-0000-0000-000000000001', NULL, NULL, NULL, 5001),
  (1297031000000000001, 'a0000000-0000-0000-0000-000000000002', 2, 'grant', 'command', 77,
    code.keep_text(1297031000000000001, 'alice'),
    code.keep_text(1297031000000000001, 'prize of the week'),
    NULL, '80000000-0000-0000-0000-000000000001', 2000000, NULL, 5001),
  (1297031000000000001, 'a0000000-0000-0000-0000-000000000003', 3, 'undo', 'command', 77,
    code.keep_text(1297031000000000001, 'alice'),
    code.keep_text(1297031000000000001, 'given to the wrong member'),
    NULL, NULL, NULL, 'a0000000-0000-0000-0000-000000000002', 5001);
INSERT INTO rulings (guild_id, ticket_id, leg, number, outcome, win_num, win_den, refund_num,
  refund_den)
VALUES
  (1297031000000000001, '90000000-0000-0000-0000-000000000001', 1, 1, 'void', 0, 1, 1, 1);
SELECT * FROM code.correct_tickets(1297031000000000001,
  ARRAY['90000000-0000-0000-0000-000000000001']::uuid[], ARRAY[3], ARRAY['void'], ARRAY[2000000],
  ARRAY[1], ARRAY[1], ARRAY['{-1}'], ARRAY['44136fa355b3678a']);
INSERT INTO corrected_tickets (guild_id, correction_id, ticket_id, sequence, state_before,
  returned_before, state_after, returned_after)
VALUES
  (1297031000000000001, 'a0000000-0000-0000-0000-000000000001',
    '90000000-0000-0000-0000-000000000001', 4, 'push', 2000000, 'void', 2000000);
SELECT * FROM code.move_by_admin(1297031000000000001, 'a0000000-0000-0000-0000-000000000002',
  '80000000-0000-0000-0000-000000000001', 1, true, 2000000);
SELECT * FROM code.move_by_admin(1297031000000000001, 'a0000000-0000-0000-0000-000000000003',
  '80000000-0000-0000-0000-000000000001', 1, false, 2000000);
INSERT INTO corrected_members (guild_id, correction_id, member_id, cash_before, cash_after)
VALUES
  (1297031000000000001, 'a0000000-0000-0000-0000-000000000002',
    '80000000-0000-0000-0000-000000000001', 100000000, 102000000);
INSERT INTO correction_drafts (guild_id, draft_id, actor_id, asked) VALUES
  (1297031000000000001, 'a0000000-0000-0000-0000-000000000004', 77, '{}');
INSERT INTO notices (guild_id, kind, subject, sequence) VALUES
  (1297031000000000001, 'correction', 'a0000000-0000-0000-0000-000000000001', 1);

-- The server allows it, and alice bets on a chess match of her club.
INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min, stake_max,
  slip_audience, changed_by, admin_role_id, manual_bets)
VALUES
  (1297031000000000001, 5, 'America/Chicago', 'american', 500000, 5000000, 'everyone', 77, 91, true);
SELECT * FROM code.place_ticket(1297031000000000001, '80000000-0000-0000-0000-000000000001',
  1003, '90000000-0000-0000-0000-000000000003', ARRAY['M7Q2MXD'], 'single', '{}', 1, 1000000,
  3000000,
  ARRAY[ROW('60000000-0000-0000-0000-0000000000aa', 'cda66d14-f88d-522c-beb7-6d687f7583b4', 3, 1,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '40000000-0000-0000-0000-0000000000aa',
    '50000000-0000-0000-0000-0000000000aa', app_now() + interval '1 hour', 'decimal', '3',
    'Club final, board one', 'Vera wins')::leg_request],
  1, 1, 5001, true, '{}', NULL);
SELECT * FROM code.cancel_ticket(1297031000000000001, '80000000-0000-0000-0000-000000000001', -1,
  '90000000-0000-0000-0000-000000000003', interval '15 seconds', interval '60 seconds',
  '44136fa355b3678a');
INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min, stake_max,
  slip_audience, changed_by)
VALUES
  (1297031000000000002, 1, 'Asia/Shanghai', 'hong_kong', 500000, 5000000, 'everyone', 77);
UPDATE members SET odds_format = 'malay'
WHERE member_id = '80000000-0000-0000-0000-000000000001';
UPDATE members SET odds_format = 'indonesian'
WHERE member_id = '80000000-0000-0000-0000-000000000002';

INSERT INTO notices (guild_id, kind, subject, sequence)
  SELECT guild_id, 'review_ended', '40000000-0000-0000-0000-000000000002', 1 FROM guilds;

INSERT INTO feed_forms (provider, league, feed, form, answered_at, refused_at, reason) VALUES
  ('espn', 'NFL', 'scoreboard', 'month', '2026-11-29 10:00+00', NULL, NULL),
  ('espn', 'NFL', 'scoreboard', 'range', '2026-09-14 10:00+00', '2026-09-15 10:00+00',
   'status 400 Bad Request');
INSERT INTO poll_log (provider, feed, asked_at, took_ms, outcome, url, http_status) VALUES
  ('espn', 'NFL/schedule', '2026-11-29 10:00+00', 130, 'bad_request',
   'https://example.invalid/nfl', 400);
INSERT INTO kept_answers (poll_id, place, reason, reference)
  SELECT poll_id, 'event 7', 'the periods do not add up', '7'
  FROM poll_log WHERE outcome = 'bad_request';

INSERT INTO health_rows (program, instance, written_at, restarts, figures) VALUES
  ('bot', 'bets-1', app_now(), ARRAY[app_now() - interval '5 minutes'], '{"memory_bytes": 40000000}');
INSERT INTO alerts (rule, subject, since, told_at) VALUES
  ('feed_slow', 'fetcher@bets-1', app_now() - interval '1 minute', app_now());
INSERT INTO operator_jobs (name, ended_at, is_good) VALUES ('audit', app_now(), true);

INSERT INTO member_limits (guild_id, member_id, kind, span, number, amount, effective_at) VALUES
  (1297031000000000001, '80000000-0000-0000-0000-000000000001', 'stake', 'week', 1, 20000000,
    app_now() + interval '1 day');
INSERT INTO exclusions VALUES (sha256('someone'), 1297031000000000001, '2099-01-01');

SELECT code.move_cache(ARRAY[1297031000000000001, 1297031000000000002], 'guild_data');
INSERT INTO league_cache_versions (league_id, namespace)
  SELECT league_id, 'league_data' FROM leagues;
