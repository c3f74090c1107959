-- The server pays shared places in full.
INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min, stake_max,
  slip_audience, changed_by, rule_choices, grading_digest)
VALUES
  (1297031000000000001, 4, 'America/Chicago', 'american', 500000, 5000000, 'everyone', 77,
    '{"dead_heat": "pay_full"}', '227d75795712391e');
