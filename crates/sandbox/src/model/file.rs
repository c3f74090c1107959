//! Files that messages carry.

use bytes::Bytes;

use crate::id::Id;

/// A file as it was uploaded.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) content_type: String,
    pub(crate) bytes: Bytes,
}

/// A file's place in a message.
#[derive(Clone, Debug)]
pub(crate) struct Attachment {
    pub(crate) id: Id,
    pub(crate) filename: String,
    pub(crate) content_type: String,
    pub(crate) description: Option<String>,
    pub(crate) size: usize,
    pub(crate) dimensions: Option<(u32, u32)>,
    pub(crate) url: String,
}

/// A file part of a request: `files[index]`.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) index: u64,
    pub(crate) file: File,
}

impl File {
    /// What the bytes are: what the client said, else what the name's ending says.
    pub(crate) fn content_type_of(name: &str, said: Option<&str>) -> String {
        if let Some(said) = said.filter(|said| *said != "application/octet-stream") {
            return said.to_owned();
        }
        match name.rsplit('.').next().unwrap_or_default() {
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            "webp" => "image/webp",
            "csv" => "text/csv",
            "txt" => "text/plain",
            "json" => "application/json",
            _ => "application/octet-stream",
        }
        .to_owned()
    }

    /// Width and height, for PNG files.
    pub(crate) fn dimensions(&self) -> Option<(u32, u32)> {
        let header = self.bytes.get(..24)?;
        if !header.starts_with(b"\x89PNG\r\n\x1a\n") {
            return None;
        }
        let number = |at: usize| {
            let four: [u8; 4] = header.get(at..at + 4)?.try_into().ok()?;
            Some(u32::from_be_bytes(four))
        };
        Some((number(16)?, number(20)?))
    }
}
