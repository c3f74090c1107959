DROP FUNCTION cancel_manual_ticket(bigint, uuid, uuid, interval, text);
DROP FUNCTION place_manual_ticket(bigint, uuid, bigint, uuid, text[], bigint, bigint, bigint, text,
  text, text, text, timestamptz, uuid[], int, int, bigint, boolean);
DROP FUNCTION open_manual_game(uuid, timestamptz, uuid, uuid, uuid);
DROP TABLE manual_legs;
ALTER TABLE tickets DROP COLUMN is_manual;
ALTER TABLE guild_settings DROP COLUMN admin_role_id, DROP COLUMN manual_bets;
