-- The lowest id that a ticket of that moment can have: ids begin with the milliseconds at which
-- they were made.
CREATE FUNCTION code.first_ticket_id(p_moment timestamptz) RETURNS uuid
  LANGUAGE sql IMMUTABLE
AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM p_moment) * 1000)::bigint), 12, '0')
    || repeat('0', 20))::uuid
$$;
