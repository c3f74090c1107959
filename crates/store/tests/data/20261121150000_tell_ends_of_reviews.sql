INSERT INTO notices (guild_id, kind, subject, sequence)
  SELECT guild_id, 'review_ended', '40000000-0000-0000-0000-000000000002', 1 FROM guilds;
