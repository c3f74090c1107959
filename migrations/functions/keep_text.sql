-- Keeps what somebody wrote, and answers with its id. The salt is random, so that the same words
-- have another id each time, and an id tells nothing of words that were erased.
CREATE FUNCTION code.keep_text(p_guild bigint, p_body text, p_chars_max int DEFAULT 400) RETURNS bytea
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  v_salt bytea := uuid_send(gen_random_uuid());
  v_id bytea := sha256(v_salt || convert_to(p_body, 'UTF8'));
BEGIN
  PERFORM code.act_for(p_guild);
  IF length(p_body) > p_chars_max THEN
    RAISE EXCEPTION 'a text of % characters where % are taken', length(p_body), p_chars_max
      USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO texts (guild_id, text_id, salt, body) VALUES (p_guild, v_id, v_salt, p_body);
  RETURN v_id;
END $$;
