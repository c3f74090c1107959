UPDATE results SET basis = 'official';
INSERT INTO provider_reports VALUES
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
INSERT INTO results VALUES ('40000000-0000-0000-0000-000000000002', 1, 'cancelled', 'admin', 1,
  '2099-11-17 23:11+00', '{}', 'admin');
INSERT INTO review_ends VALUES ('40000000-0000-0000-0000-000000000002', 1, 'decided', 1, 'operator',
  'the league says so', '2099-11-17 23:11+00');
UPDATE games SET result_version = 1, status = 'cancelled'
  WHERE game_id = '40000000-0000-0000-0000-000000000002';
UPDATE games SET open_review = 1, booked_for = '2024-11-16 18:00+00', decide_at = '2024-11-20'
  WHERE game_id = '40000000-0000-0000-0000-000000000001';
INSERT INTO notices (guild_id, kind, subject, sequence)
  SELECT guild_id, 'review_opened', '40000000-0000-0000-0000-000000000002', 1 FROM guilds;
