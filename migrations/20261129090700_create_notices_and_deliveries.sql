-- Something that happened and that a server is to be told. Commits with what it tells.
CREATE TABLE notices (
  guild_id bigint NOT NULL,
  kind text NOT NULL CONSTRAINT notices_kind_check
    CHECK (kind IN ('ticket_placed', 'game_results',
      'direct_message', 'review_opened', 'correction', 'review_ended', 'game_moved')),
  subject uuid NOT NULL,
  sequence int NOT NULL,
  created_at timestamptz NOT NULL DEFAULT app_now(),
  -- The interaction that left it, if one did. The log has its code when the message is posted, as
  -- it has it in every line about the interaction.
  interaction_id bigint,
  CONSTRAINT notices_pkey PRIMARY KEY (guild_id, kind, subject, sequence)
);
COMMENT ON TABLE notices IS
  'announcing; kept for 30 days after deliveries.done_at; what was told twice or not at all is '
  'noticed within weeks';

-- How far the telling has come. The statement that inserts a notice inserts it too.
CREATE TABLE deliveries (
  guild_id bigint NOT NULL,
  kind text NOT NULL,
  subject uuid NOT NULL,
  sequence int NOT NULL,
  state text NOT NULL DEFAULT 'due' CONSTRAINT deliveries_state_check
    CHECK (state IN ('due', 'sending', 'sent', 'failed')),
  due_at timestamptz NOT NULL DEFAULT app_now(),
  tries int NOT NULL DEFAULT 0,
  -- When the first send began: a send in doubt for long must first look for its message.
  first_tried_at timestamptz,
  done_at timestamptz,
  channel_id bigint,
  message_id bigint,
  error text,
  -- Whose turn it takes: deliveries are shared out by server, in it by channel, in that by member.
  -- The channel is the one that was expected when the notice was left. Nothing where the server as
  -- a whole is told, and no channel where a member is told directly.
  turn_channel_id bigint,
  turn_member_id uuid,
  CONSTRAINT deliveries_pkey PRIMARY KEY (guild_id, kind, subject, sequence),
  CONSTRAINT deliveries_notice_fkey FOREIGN KEY (guild_id, kind, subject, sequence)
    REFERENCES notices ON DELETE CASCADE
);
COMMENT ON TABLE deliveries IS
  'announcing; kept as long as notices; they say what became of a notice';
CREATE INDEX deliveries_undelivered
  ON deliveries (guild_id, turn_channel_id, turn_member_id, due_at, sequence)
  WHERE state IN ('due', 'sending');

-- The public picture of a ticket, and what it shows.
CREATE TABLE slips (
  guild_id bigint NOT NULL,
  ticket_id uuid NOT NULL,
  channel_id bigint NOT NULL,
  message_id bigint NOT NULL,
  posted_at timestamptz NOT NULL DEFAULT app_now(),
  -- The settlement that the picture shows; 0 is the open ticket.
  shown_seq int NOT NULL DEFAULT 0,
  CONSTRAINT slips_pkey PRIMARY KEY (guild_id, ticket_id),
  CONSTRAINT slips_ticket_fkey FOREIGN KEY (guild_id, ticket_id) REFERENCES tickets
-- Each page has room for the row's next version.
) WITH (fillfactor = 75);
COMMENT ON TABLE slips IS
  'announcing; kept for good; the picture of a ticket is edited when its result is corrected, '
  'however late';
CREATE INDEX slips_by_message ON slips (guild_id, message_id);

-- Slips whose pictures are behind their tickets, until they are edited. Rows of their own and not a
-- column of the slip: settling writes one for every ticket, and an indexed column would make a new
-- entry in each index of the slips. For the same reason no foreign key is checked: only slips that
-- are there come here, and none is ever deleted without its stamp.
CREATE TABLE stamps (
  guild_id bigint NOT NULL,
  ticket_id uuid NOT NULL,
  due_at timestamptz NOT NULL,
  CONSTRAINT stamps_pkey PRIMARY KEY (guild_id, ticket_id)
);
COMMENT ON TABLE stamps IS
  'announcing; kept until done; whoever has edited the picture deletes its row';

-- The one results message of a game in a server.
CREATE TABLE results_messages (
  guild_id bigint NOT NULL,
  game_id uuid NOT NULL CONSTRAINT results_messages_game_fkey REFERENCES games,
  channel_id bigint NOT NULL,
  message_id bigint NOT NULL,
  shown_version int NOT NULL,
  CONSTRAINT results_messages_pkey PRIMARY KEY (guild_id, game_id)
);
COMMENT ON TABLE results_messages IS
  'announcing; kept for good; the message of a game is edited when its result is corrected, '
  'however late';
CREATE INDEX results_messages_by_message ON results_messages (guild_id, message_id);

-- The histories that this database has lived through. One that begins with a backup or a standby may
-- know less than was told before: what it has to tell is looked for in Discord first. Nothing is
-- told in a history that does not stand here. Append-only.
CREATE TABLE histories (
  history text CONSTRAINT histories_pkey PRIMARY KEY,
  -- When it was first seen.
  began_at timestamptz NOT NULL DEFAULT app_now(),
  -- The last moment that the one before was seen at work. Nothing: there was none before.
  resumed_from timestamptz
);
COMMENT ON TABLE histories IS
  'operations; kept for good; there is one row a restore or promotion, and it says what was lost';
INSERT INTO histories (history) VALUES (app_history());

ALTER TABLE notices ENABLE ROW LEVEL SECURITY;
ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY;
ALTER TABLE slips ENABLE ROW LEVEL SECURITY;
ALTER TABLE stamps ENABLE ROW LEVEL SECURITY;
ALTER TABLE results_messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY notices_own ON notices TO dbsbm_bot, dbsbm_books USING (guild_id = app_guild());
CREATE POLICY deliveries_own ON deliveries TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
CREATE POLICY slips_own ON slips TO dbsbm_bot, dbsbm_books USING (guild_id = app_guild());
CREATE POLICY stamps_own ON stamps TO dbsbm_bot, dbsbm_books USING (guild_id = app_guild());
CREATE POLICY results_messages_own ON results_messages TO dbsbm_bot
  USING (guild_id = app_guild());
CREATE POLICY notices_all ON notices TO dbsbm_fetcher, dbsbm_settling USING (true);
CREATE POLICY deliveries_all ON deliveries TO dbsbm_fetcher, dbsbm_settling USING (true);
CREATE POLICY slips_all ON slips TO dbsbm_fetcher, dbsbm_settling USING (true);
CREATE POLICY stamps_all ON stamps TO dbsbm_settling USING (true);

-- A notice is inserted in the same transaction as the change it reports, by a statement that
-- inserts its delivery too.
GRANT SELECT, INSERT ON notices, deliveries
  TO dbsbm_bot, dbsbm_fetcher, dbsbm_books, dbsbm_settling;
GRANT UPDATE (state, due_at, tries, first_tried_at, done_at, channel_id, message_id, error)
  ON deliveries TO dbsbm_bot;
GRANT SELECT, INSERT, UPDATE (channel_id, message_id, posted_at, shown_seq) ON slips TO dbsbm_bot;
GRANT SELECT ON slips TO dbsbm_books, dbsbm_settling;
GRANT SELECT, INSERT, UPDATE (due_at), DELETE ON stamps TO dbsbm_bot;
GRANT SELECT, INSERT, UPDATE (due_at) ON stamps TO dbsbm_books, dbsbm_settling;
GRANT SELECT, INSERT, UPDATE (channel_id, message_id, shown_version) ON results_messages
  TO dbsbm_bot;
GRANT SELECT ON histories TO dbsbm_bot, dbsbm_settling;
GRANT INSERT ON histories TO dbsbm_settling;
-- Delivered notices are forgotten; the books are not.
GRANT DELETE ON notices TO dbsbm_settling;
