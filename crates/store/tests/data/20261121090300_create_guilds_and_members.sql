INSERT INTO guilds (guild_id, name, joined_at) VALUES
  (1297031000000000001, 'The Dugout', '2024-11-01'), (1297031000000000002, 'Elsewhere', '2024-11-01');
INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min, stake_max,
  slip_audience, changed_by)
VALUES
  (1297031000000000001, 1, 'America/Chicago', 'american', 500000, 5000000, 'everyone', 77);
INSERT INTO members (guild_id, member_id, discord_user_id, name, notify) VALUES
  (1297031000000000001, '80000000-0000-0000-0000-000000000001', 77, 'alice', 'ping'),
  (1297031000000000002, '80000000-0000-0000-0000-000000000002', 77, 'alice', NULL);
INSERT INTO parlay_draft_legs (guild_id, member_id, selection_id, bookmaker_id, game_id,
  price_num, price_den, price_format, price_number)
VALUES
  (1297031000000000001, '80000000-0000-0000-0000-000000000001',
    '60000000-0000-0000-0000-000000000003', '70000000-0000-0000-0000-000000000001',
    '40000000-0000-0000-0000-000000000002', 21, 11, 'american', '-110');
