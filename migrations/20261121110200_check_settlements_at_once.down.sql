DROP TRIGGER settlements_check ON settlements;
DROP FUNCTION check_settlements();
ALTER TABLE settlements ADD CONSTRAINT settlements_ticket_fkey
  FOREIGN KEY (guild_id, ticket_id) REFERENCES tickets;
