-- Locks the accounts of these members of a server, in key order, to the end of the transaction.
CREATE FUNCTION code.lock_accounts(p_guild bigint, p_members uuid[]) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  SET lock_timeout = '2s'
AS $$
BEGIN
  PERFORM code.act_for(p_guild);
  PERFORM 1 FROM accounts a WHERE a.guild_id = p_guild AND a.member_id = ANY(p_members)
  ORDER BY a.member_id, a.kind, a.season FOR NO KEY UPDATE;
END $$;
