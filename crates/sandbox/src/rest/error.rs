//! Discord's errors: status, code, words.

use serde_json::{Value, json};

use crate::limits::BucketState;
use crate::rules::{Problem, errors};

/// The scope under which answers to a banned address are counted. Discord itself sends none.
pub(crate) const BANNED: &str = "banned";

/// An error answer; boxed, since it travels through every route's result.
#[derive(Clone, Debug)]
pub(crate) struct ApiError(Box<Failure>);

/// What an error answer says.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) status: u16,
    pub(crate) code: u64,
    pub(crate) message: String,
    pub(crate) problems: Vec<Problem>,
    /// For a 429: seconds to wait, and the scope.
    pub(crate) wait: Option<(f64, String)>,
    pub(crate) bucket_state: Option<BucketState>,
    pub(crate) refused_body: Option<Value>,
}

impl std::ops::Deref for ApiError {
    type Target = Failure;

    fn deref(&self) -> &Failure {
        &self.0
    }
}

impl std::ops::DerefMut for ApiError {
    fn deref_mut(&mut self) -> &mut Failure {
        &mut self.0
    }
}

impl ApiError {
    pub(crate) fn new(status: u16, code: u64, message: &str) -> Self {
        Self(Box::new(Failure {
            status,
            code,
            message: message.to_owned(),
            problems: Vec::new(),
            wait: None,
            bucket_state: None,
            refused_body: None,
        }))
    }

    pub(crate) fn not_found() -> Self {
        Self::new(404, 0, "404: Not Found")
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(401, 0, "401: Unauthorized")
    }

    /// Too many refused requests: Cloudflare answers in Discord's place.
    pub(crate) fn banned(seconds: f64) -> Self {
        let mut error = Self::new(429, 0, "You are being blocked from accessing our API");
        error.wait = Some((seconds, BANNED.to_owned()));
        error
    }

    pub(crate) fn no_history() -> Self {
        let message = "Cannot reply without permission to read message history";
        Self::new(400, 160_002, message)
    }

    pub(crate) fn unknown_channel() -> Self {
        Self::new(404, 10_003, "Unknown Channel")
    }

    pub(crate) fn unknown_guild() -> Self {
        Self::new(404, 10_004, "Unknown Guild")
    }

    pub(crate) fn unknown_member() -> Self {
        Self::new(404, 10_007, "Unknown Member")
    }

    pub(crate) fn unknown_message() -> Self {
        Self::new(404, 10_008, "Unknown Message")
    }

    pub(crate) fn unknown_user() -> Self {
        Self::new(404, 10_013, "Unknown User")
    }

    pub(crate) fn unknown_webhook() -> Self {
        Self::new(404, 10_015, "Unknown Webhook")
    }

    pub(crate) fn unknown_interaction() -> Self {
        Self::new(404, 10_062, "Unknown interaction")
    }

    pub(crate) fn unknown_command() -> Self {
        Self::new(404, 10_063, "Unknown application command")
    }

    pub(crate) fn acknowledged() -> Self {
        Self::new(400, 40_060, "Interaction has already been acknowledged.")
    }

    pub(crate) fn missing_access() -> Self {
        Self::new(403, 50_001, "Missing Access")
    }

    pub(crate) fn not_the_author() -> Self {
        Self::new(
            403,
            50_005,
            "Cannot edit a message authored by another user",
        )
    }

    pub(crate) fn empty_message() -> Self {
        Self::new(400, 50_006, "Cannot send an empty message")
    }

    pub(crate) fn no_direct_messages() -> Self {
        Self::new(403, 50_007, "Cannot send messages to this user")
    }

    pub(crate) fn missing_permissions() -> Self {
        Self::new(403, 50_013, "Missing Permissions")
    }

    pub(crate) fn bad_webhook_token() -> Self {
        Self::new(401, 50_027, "Invalid Webhook Token")
    }

    pub(crate) fn too_large() -> Self {
        Self::new(413, 40_005, "Request entity too large")
    }

    pub(crate) fn bad_json(why: &str) -> Self {
        let mut error = Self::new(400, 50_109, "The request body contains invalid JSON.");
        error.problems.push(Problem {
            path: String::new(),
            code: "JSON_INVALID",
            message: why.to_owned(),
        });
        error
    }

    /// A body that breaks rules.
    pub(crate) fn form(problems: Vec<Problem>) -> Self {
        let mut error = Self::new(400, 50_035, "Invalid Form Body");
        error.problems = problems;
        error
    }

    /// One broken rule.
    pub(crate) fn field(path: &str, code: &'static str, message: &str) -> Self {
        Self::form(vec![Problem {
            path: path.to_owned(),
            code,
            message: message.to_owned(),
        }])
    }

    /// What breaks Discord's server: it says nothing about why.
    pub(crate) fn broken(problem: Problem) -> Self {
        let mut error = Self::new(500, 0, "500: Internal Server Error");
        error.problems.push(problem);
        error
    }

    /// A 429.
    pub(crate) fn rate_limited(seconds: f64, scope: &str) -> Self {
        let mut error = Self::new(429, 0, "You are being rate limited.");
        error.wait = Some((seconds, scope.to_owned()));
        error
    }

    /// A 429 for editing old messages too often.
    pub(crate) fn too_many_old_edits(seconds: f64) -> Self {
        let message = "Maximum number of edits to messages older than 1 hour reached. \
                       Try again later.";
        let mut error = Self::new(429, 30_046, message);
        error.wait = Some((seconds, "user".to_owned()));
        error
    }

    /// An answer that a test asked for.
    pub(crate) fn injected(status: u16) -> Self {
        Self::new(status, 0, &format!("{status}: injected"))
    }

    /// Keeps the body that was refused, for the record.
    pub(crate) fn about(mut self, body: &Value) -> Self {
        self.refused_body = self.refusal().map(|_| body.clone());
        self
    }

    /// The JSON body.
    pub(crate) fn body(&self) -> Value {
        if let Some((seconds, scope)) = &self.wait {
            let mut body = json!({
                "message": self.message, "retry_after": seconds, "global": scope == "global",
            });
            if let (true, Some(fields)) = (self.code != 0, body.as_object_mut()) {
                fields.insert("code".into(), json!(self.code));
            }
            return body;
        }
        let mut body = json!({ "message": self.message, "code": self.code });
        if let (400, Some(fields)) = (self.status, body.as_object_mut())
            && !self.problems.is_empty()
        {
            fields.insert("errors".into(), errors(&self.problems));
        }
        body
    }

    /// Why the request was malformed, when that is what this error says.
    pub(crate) fn refusal(&self) -> Option<Vec<String>> {
        let is_malformed = self.status == 400 && self.code != 40_060 && self.code != 0;
        let is_overload = self.status == 500 && !self.problems.is_empty();
        if !is_malformed && !is_overload {
            return None;
        }
        let reasons: Vec<String> = self.problems.iter().map(Problem::line).collect();
        Some(if reasons.is_empty() {
            vec![self.message.clone()]
        } else {
            reasons
        })
    }
}
