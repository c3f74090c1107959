DROP TABLE parlay_draft_legs, members, guild_settings, guilds;
