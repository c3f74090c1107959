-- Settles groups of tickets on results, for the fetcher that holds this epoch of the lease. Returns
-- how many moved. Accounts that somebody else holds for long, whose own commit hangs, are not waited
-- for: that server is settled later, and holds up no other one.
CREATE FUNCTION code.settle_tickets(
  p_epoch bigint, p_tickets uuid[], p_groups int[], p_guilds bigint[], p_expected int[],
  p_states text[], p_returned bigint[], p_nums numeric[], p_dens numeric[], p_versions text[],
  p_digests text[])
  RETURNS bigint
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  SET lock_timeout = '1s'
AS $$
BEGIN
  PERFORM code.check_lease(p_epoch);
  RETURN (SELECT count(*) FROM code.move_heads('result', p_tickets, p_groups, p_guilds,
    p_expected, p_states, p_returned, p_nums, p_dens, p_versions, p_digests));
END $$;
