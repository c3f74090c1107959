-- Forgets all kept answers but the newest, so many of them at most. Returns how many.
CREATE FUNCTION code.forget_kept_answers(p_newest bigint, p_limit bigint) RETURNS bigint
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  v_forgotten bigint;
BEGIN
  DELETE FROM kept_answers k USING (
    SELECT poll_id, place FROM kept_answers
    ORDER BY poll_id DESC, place OFFSET p_newest LIMIT p_limit) old
  WHERE k.poll_id = old.poll_id AND k.place = old.place;
  GET DIAGNOSTICS v_forgotten = ROW_COUNT;
  RETURN v_forgotten;
END $$;
