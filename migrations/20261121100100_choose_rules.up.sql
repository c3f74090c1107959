-- What a server chose where bookmakers disagree, by the name of the choice; those that nobody made
-- are the published defaults. A ticket names the version of the settings that it was placed under,
-- so a change never re-grades the past. Servers that chose the same share their grades: the digest
-- is of the choices in their canonical form, and that of no choice stands where nobody made one.
ALTER TABLE guild_settings
  ADD COLUMN rule_choices jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN grading_digest text NOT NULL DEFAULT '44136fa355b3678a',
  ADD CONSTRAINT guild_settings_rule_choices_check
    CHECK (jsonb_typeof(rule_choices) = 'object'
      AND NOT jsonb_path_exists(rule_choices, '$.* ? (@.type() != "string")')),
  ADD CONSTRAINT guild_settings_grading_digest_check
    CHECK (grading_digest ~ '^[0-9a-f]{16}$'
      AND (rule_choices = '{}') = (grading_digest = '44136fa355b3678a'));
