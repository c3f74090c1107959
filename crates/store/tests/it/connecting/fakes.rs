//! Servers that nobody can install for a test: one that is too old, and a pooler that lends its one
//! server connection for a transaction at a time.

use std::sync::Arc;

use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::Mutex;

/// Greets as a server of some version does, and hangs up at the first question.
pub(super) struct OldServer {
    pub(super) port: u16,
}

impl OldServer {
    pub(super) async fn start(version: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                startup(&mut client).await.unwrap();
                let mut greeting = message(b'R', &0_i32.to_be_bytes());
                let parameter = format!("server_version\0{version}\0");
                greeting.extend(message(b'S', parameter.as_bytes()));
                greeting.extend(message(b'K', &[0; 8]));
                greeting.extend(message(b'Z', b"I"));
                client.write_all(&greeting).await.unwrap();
                let mut question = [0; 1];
                let _ = client.read(&mut question).await;
            }
        });
        Self { port }
    }
}

/// Every client of it shares one connection to the server, a transaction at a time.
pub(super) struct Pooler {
    pub(super) port: u16,
}

struct Lent {
    server: Box<dyn Stream>,
    greeting: Vec<u8>,
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

impl Pooler {
    /// `keeps_statements`: whether each client's prepared statements get names of their own.
    pub(super) async fn start(server: PgConnectOptions, keeps_statements: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let lent = Arc::new(Mutex::new(None));
        tokio::spawn(async move {
            let mut number = 0_u32;
            while let Ok((client, _)) = listener.accept().await {
                number += 1;
                let prefix = keeps_statements.then(|| format!("client{number}_"));
                let (lent, server) = (Arc::clone(&lent), server.clone());
                // A client that hangs up ends its task, which is no failure.
                tokio::spawn(async move { serve(client, &lent, &server, prefix).await });
            }
        });
        Self { port }
    }
}

async fn serve(
    mut client: TcpStream,
    lent: &Mutex<Option<Lent>>,
    server: &PgConnectOptions,
    prefix: Option<String>,
) -> std::io::Result<()> {
    let hello = startup(&mut client).await?;
    let greeting = {
        let mut lent = lent.lock().await;
        if lent.is_none() {
            *lent = Some(dial(server, &hello).await?);
        }
        lent.as_ref()
            .map(|it| it.greeting.clone())
            .unwrap_or_default()
    };
    client.write_all(&greeting).await?;
    loop {
        // Nothing is borrowed before the client says something.
        let mut next = Some(frame(&mut client).await?);
        let mut lent = lent.lock().await;
        let lent = lent.as_mut().unwrap();
        let mut is_idle = false;
        while !is_idle {
            loop {
                let (kind, body) = match next.take() {
                    Some(asked) => asked,
                    None => frame(&mut client).await?,
                };
                if kind == b'X' {
                    return Ok(());
                }
                let body = renamed(kind, body, prefix.as_deref());
                lent.server.write_all(&message(kind, &body)).await?;
                if matches!(kind, b'Q' | b'S') {
                    break;
                }
            }
            is_idle = loop {
                let (kind, body) = frame(&mut lent.server).await?;
                client.write_all(&message(kind, &body)).await?;
                if kind == b'Z' {
                    break body == b"I";
                }
            };
        }
    }
}

async fn dial(server: &PgConnectOptions, hello: &[u8]) -> std::io::Result<Lent> {
    let mut server: Box<dyn Stream> = match server.get_socket() {
        Some(folder) => {
            let socket = folder.join(format!(".s.PGSQL.{}", server.get_port()));
            Box::new(UnixStream::connect(socket).await?)
        }
        None => Box::new(TcpStream::connect((server.get_host(), server.get_port())).await?),
    };
    server.write_all(hello).await?;
    let mut greeting = Vec::new();
    loop {
        let (kind, body) = frame(&mut server).await?;
        greeting.extend(message(kind, &body));
        if kind == b'Z' {
            return Ok(Lent { server, greeting });
        }
    }
}

/// The first packet has no kind: its length, then what the client asks for.
async fn startup(client: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let length = client.read_u32().await?;
    let mut packet = length.to_be_bytes().to_vec();
    packet.resize(length as usize, 0);
    client.read_exact(&mut packet[4..]).await?;
    Ok(packet)
}

async fn frame(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<(u8, Vec<u8>)> {
    let kind = stream.read_u8().await?;
    let length = stream.read_u32().await? as usize - 4;
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok((kind, body))
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).unwrap();
    let mut bytes = vec![kind];
    bytes.extend(length.to_be_bytes());
    bytes.extend(body);
    bytes
}

/// The message with the client's own name for its prepared statement.
fn renamed(kind: u8, body: Vec<u8>, prefix: Option<&str>) -> Vec<u8> {
    let end_of_text = |from: usize| {
        body[from..]
            .iter()
            .position(|it| *it == 0)
            .map(|it| from + it)
    };
    let start = match (kind, body.first()) {
        (b'P', _) => Some(0),
        (b'B', _) => end_of_text(0).map(|it| it + 1),
        (b'D' | b'C', Some(b'S')) => Some(1),
        _ => None,
    };
    let (Some(prefix), Some(start)) = (prefix, start) else {
        return body;
    };
    // The statement without a name is the client's for as long as it holds the connection.
    if body.get(start) == Some(&0) {
        return body;
    }
    let mut renamed = body[..start].to_vec();
    renamed.extend(prefix.as_bytes());
    renamed.extend(&body[start..]);
    renamed
}
