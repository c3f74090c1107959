-- Whoever reads an eastern format reads decimals again, the nearest that is left.
UPDATE guild_settings SET odds_format = 'decimal'
WHERE odds_format IN ('hong_kong', 'malay', 'indonesian');
UPDATE members SET odds_format = 'decimal'
WHERE odds_format IN ('hong_kong', 'malay', 'indonesian');
ALTER TABLE guild_settings DROP CONSTRAINT guild_settings_odds_format_check;
ALTER TABLE guild_settings ADD CONSTRAINT guild_settings_odds_format_check
  CHECK (odds_format IN ('american', 'decimal', 'fractional'));
ALTER TABLE members DROP CONSTRAINT members_odds_format_check;
ALTER TABLE members ADD CONSTRAINT members_odds_format_check
  CHECK (odds_format IN ('american', 'decimal', 'fractional'));
