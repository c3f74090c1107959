INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min, stake_max,
  slip_audience, changed_by)
VALUES
  (1297031000000000002, 1, 'Asia/Shanghai', 'hong_kong', 500000, 5000000, 'everyone', 77);
UPDATE members SET odds_format = 'malay'
WHERE member_id = '80000000-0000-0000-0000-000000000001';
UPDATE members SET odds_format = 'indonesian'
WHERE member_id = '80000000-0000-0000-0000-000000000002';
