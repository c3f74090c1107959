-- The index is kept up by whoever settles.
SELECT count(*) FROM tickets
WHERE guild_id = 1297031000000000001 AND placed_at < app_now() AND returned IS NOT NULL;
