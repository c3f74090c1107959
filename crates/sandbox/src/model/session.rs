//! Gateway sessions: what each has been sent, so that a lost connection can resume.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use crate::id::Id;

/// So many events can be replayed.
const REPLAYED: usize = 5_000;
const DAY_MS: i64 = 86_400_000;
const IDENTIFY_EVERY_MS: i64 = 5_000;

/// What the state tells a connection to do.
#[derive(Clone, Debug)]
pub(crate) enum Frame {
    /// Send this text.
    Text(String),
    /// Close with this code.
    Close(u16, &'static str),
    /// Cut the line without a word.
    Cut,
}

/// One session.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) shard: (u32, u32),
    intents: u64,
    seq: u64,
    sent: VecDeque<(u64, String)>,
    line: Option<UnboundedSender<Frame>>,
    connection: u64,
    lost_at: Option<i64>,
}

/// A gateway session, as a test may need it to let a bot resume from where it likes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownSession {
    /// Its id, as READY gave it.
    pub id: String,
    /// The shard's number, and how many there are.
    pub shard: (u32, u32),
    /// The number of the last event that was sent in it.
    pub sequence: u64,
    /// Whether a connection holds it.
    pub connected: bool,
}

/// All sessions.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    all: HashMap<String, Session>,
    identified: VecDeque<i64>,
    /// When each concurrency bucket identified last.
    buckets: HashMap<u32, i64>,
    /// Whether heartbeats stay unanswered.
    pub(crate) mute: bool,
}

impl Session {
    fn sees(&self, guild: Option<Id>) -> bool {
        let (shard, total) = self.shard;
        // Direct messages and whatever belongs to no server go to shard 0.
        guild.map_or(shard == 0, |guild| {
            (guild.0 >> 22) % u64::from(total) == u64::from(shard)
        })
    }

    fn send(&mut self, event: &str, data: &Value) -> bool {
        self.seq += 1;
        let text = json!({ "op": 0, "t": event, "s": self.seq, "d": data }).to_string();
        if self.sent.len() == REPLAYED {
            self.sent.pop_front();
        }
        self.sent.push_back((self.seq, text.clone()));
        self.line
            .as_ref()
            .is_some_and(|line| line.send(Frame::Text(text)).is_ok())
    }
}

impl Sessions {
    /// Identifies in the last day.
    pub(crate) fn identifies_today(&mut self, now: i64) -> usize {
        self.identified.retain(|at| at + DAY_MS > now);
        self.identified.len()
    }

    /// Whether a shard may identify now: each of `max_concurrency` buckets once in 5 s; 0 is
    /// without a limit.
    pub(crate) fn may_identify(&mut self, shard: u32, max_concurrency: u16, now: i64) -> bool {
        let Some(bucket) = shard.checked_rem(u32::from(max_concurrency)) else {
            return true;
        };
        let may = self
            .buckets
            .get(&bucket)
            .is_none_or(|last| last + IDENTIFY_EVERY_MS <= now);
        if may {
            self.buckets.insert(bucket, now);
        }
        may
    }

    /// Opens a session on a connection.
    pub(crate) fn open(
        &mut self,
        id: &str,
        (shard, intents): ((u32, u32), u64),
        connection: u64,
        line: UnboundedSender<Frame>,
        now: i64,
    ) {
        self.identified.push_back(now);
        let session = Session {
            shard,
            intents,
            seq: 0,
            sent: VecDeque::new(),
            line: Some(line),
            connection,
            lost_at: None,
        };
        self.all.insert(id.to_owned(), session);
    }

    /// Sends an event in one session only.
    pub(crate) fn send(&mut self, id: &str, event: &str, data: &Value) {
        if let Some(session) = self.all.get_mut(id) {
            session.send(event, data);
        }
    }

    /// Sends an event in every session that sees `guild`; how many have somebody listening.
    pub(crate) fn dispatch(&mut self, event: &str, guild: Option<Id>, data: &Value) -> usize {
        let sessions = self.all.values_mut().filter(|session| session.sees(guild));
        sessions
            .map(|session| usize::from(session.send(event, data)))
            .sum()
    }

    /// The same, in those sessions only that asked for the events of this intent.
    pub(crate) fn dispatch_to(
        &mut self,
        intent: u64,
        event: &str,
        guild: Option<Id>,
        data: &Value,
    ) {
        for session in self.all.values_mut() {
            if session.sees(guild) && session.intents & intent != 0 {
                session.send(event, data);
            }
        }
    }

    /// Moves a session to a new connection and replays what came after `seq`; false when there
    /// is no such session, or not all of it is remembered.
    pub(crate) fn resume(
        &mut self,
        id: &str,
        seq: u64,
        connection: u64,
        line: UnboundedSender<Frame>,
    ) -> bool {
        let Some(session) = self.all.get_mut(id) else {
            return false;
        };
        let oldest = session
            .sent
            .front()
            .map_or(session.seq + 1, |(seq, _)| *seq);
        if seq > session.seq || seq + 1 < oldest {
            return false;
        }
        if let Some(old) = session.line.take() {
            // A connection that the session has left gets nothing more.
            let _ = old.send(Frame::Close(4_000, "resumed elsewhere"));
        }
        for (_, text) in session.sent.iter().filter(|(sent, _)| *sent > seq) {
            let _ = line.send(Frame::Text(text.clone()));
        }
        session.line = Some(line);
        session.connection = connection;
        session.lost_at = None;
        session.send("RESUMED", &json!({ "_trace": [] }));
        true
    }

    /// A connection is gone: its session waits to be resumed, or ends.
    pub(crate) fn lost(&mut self, id: &str, connection: u64, ends: bool, now: i64) {
        let Some(session) = self.all.get_mut(id) else {
            return;
        };
        if session.connection != connection {
            return;
        }
        session.line = None;
        session.lost_at = Some(now);
        if ends {
            self.all.remove(id);
        }
    }

    /// Deletes sessions that can no longer be resumed.
    pub(crate) fn expire(&mut self, resumable_ms: i64, now: i64) {
        self.all
            .retain(|_, session| session.lost_at.is_none_or(|at| at + resumable_ms > now));
    }

    /// Sends a frame to every connection; how many there are.
    pub(crate) fn tell_all(&mut self, frame: &Frame) -> usize {
        let lines = self
            .all
            .values()
            .filter_map(|session| session.line.as_ref());
        lines
            .filter(|line| line.send(frame.clone()).is_ok())
            .count()
    }

    /// Ends every session, so that nothing can be resumed.
    pub(crate) fn forget_all(&mut self) {
        self.all.clear();
    }

    /// Every session that lives.
    pub(crate) fn known(&self) -> Vec<KnownSession> {
        let known = self.all.iter().map(|(id, session)| KnownSession {
            id: id.clone(),
            shard: session.shard,
            sequence: session.seq,
            connected: session.line.is_some(),
        });
        known.collect()
    }

    /// How many sessions have a connection.
    pub(crate) fn connected(&self) -> usize {
        self.all
            .values()
            .filter(|session| session.line.is_some())
            .count()
    }
}
