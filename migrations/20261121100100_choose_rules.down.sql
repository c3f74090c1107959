ALTER TABLE guild_settings DROP COLUMN rule_choices, DROP COLUMN grading_digest;
