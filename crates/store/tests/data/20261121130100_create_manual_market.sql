-- The server allows it, and alice bets on a chess match of her club.
INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min, stake_max,
  slip_audience, changed_by, admin_role_id, manual_bets)
VALUES
  (1297031000000000001, 2, 'America/Chicago', 'american', 500000, 5000000, 'everyone', 77, 91, true);
SELECT * FROM place_manual_ticket(1297031000000000001, '80000000-0000-0000-0000-000000000001',
  1002, '90000000-0000-0000-0000-000000000002', ARRAY['M7Q2MXD'], 1000000, 3, 1, 'decimal', '3',
  'Club final, board one', 'Vera wins', app_now() + interval '1 hour',
  ARRAY['40000000-0000-0000-0000-0000000000aa', '50000000-0000-0000-0000-0000000000aa',
    '60000000-0000-0000-0000-0000000000aa', 'eee47a8c-58b0-567e-bb58-d2ca4c1829b0',
    'b7788bc2-332b-5495-ba5e-a74d651f65e8', 'cda66d14-f88d-522c-beb7-6d687f7583b4']::uuid[],
  1, 1, 5001, true);
SELECT * FROM cancel_manual_ticket(1297031000000000001, '80000000-0000-0000-0000-000000000001',
  '90000000-0000-0000-0000-000000000002', interval '60 seconds', '44136fa355b3678a');
