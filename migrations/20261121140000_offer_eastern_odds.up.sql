-- Hong Kong, Malay and Indonesian numbers beside the three formats that were there.
ALTER TABLE guild_settings DROP CONSTRAINT guild_settings_odds_format_check;
ALTER TABLE guild_settings ADD CONSTRAINT guild_settings_odds_format_check
  CHECK (odds_format IN
    ('american', 'decimal', 'fractional', 'hong_kong', 'malay', 'indonesian'));
ALTER TABLE members DROP CONSTRAINT members_odds_format_check;
ALTER TABLE members ADD CONSTRAINT members_odds_format_check
  CHECK (odds_format IN
    ('american', 'decimal', 'fractional', 'hong_kong', 'malay', 'indonesian'));
