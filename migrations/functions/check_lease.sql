-- Stops a fetcher that no longer leads. Nobody takes the lease over before the transaction ends.
CREATE FUNCTION code.check_lease(p_epoch bigint) RETURNS void
  LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM 1 FROM leases l WHERE l.name = 'fetcher' AND l.epoch = p_epoch FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'lease epoch % is over', p_epoch
      USING ERRCODE = 'P0001', CONSTRAINT = 'leases_epoch';
  END IF;
END $$;
