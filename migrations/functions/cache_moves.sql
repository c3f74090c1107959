-- Every version that may have moved since a look, whose snapshot had `p_since` as its oldest running
-- transaction: none that commits later is missed, and some are found twice. Runs in the snapshot of
-- its caller, who remembers that snapshot's for the next look.
CREATE FUNCTION code.cache_moves(p_since xid8)
  RETURNS TABLE (guild_id bigint, league_id uuid, namespace text, version uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
  SELECT g.guild_id, NULL::uuid, g.namespace, g.version
  FROM guild_cache_versions g WHERE g.moved_by >= p_since
  UNION ALL
  SELECT NULL, l.league_id, l.namespace, l.version
  FROM league_cache_versions l WHERE l.moved_by >= p_since
  UNION ALL
  SELECT NULL, NULL, c.namespace, c.version
  FROM cache_versions c WHERE c.moved_by >= p_since;
END $$;
