//! The few words of Postgres's protocol that starting a cluster takes: knock, and run a
//! statement. It spares us `psql` and `pg_isready`, which small packages leave out.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use super::{Trouble, USER};

/// The port names the socket file; nothing listens on the network.
pub const PORT: &str = "5432";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Ready,
    /// It is there, and is starting, recovering or shutting down.
    Busy,
    Silent,
}

/// The server's own word for why it said no.
#[derive(Debug)]
pub struct Refusal {
    pub code: String,
    pub message: String,
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self {
            code: String::new(),
            message: error.to_string(),
        }
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Trouble::new(
            format!("Postgres refused: {} {}", refusal.code, refusal.message),
            "read the statement above; `cargo xtask pg` keeps the cluster running to look at it.",
        )
    }
}

pub fn probe(socket: &Path) -> Answer {
    match enter(socket, "postgres") {
        Ok(_) => Answer::Ready,
        Err(refusal) if refusal.code.is_empty() => Answer::Silent,
        Err(_) => Answer::Busy,
    }
}

pub fn execute(socket: &Path, database: &str, sql: &str) -> Result<(), Refusal> {
    let mut stream = enter(socket, database)?;
    // A migration may build an index: it gets all the time it needs.
    stream.set_read_timeout(None)?;
    let mut message = vec![b'Q'];
    message.extend(length(4 + sql.len() + 1));
    message.extend(sql.as_bytes());
    message.push(0);
    stream.write_all(&message)?;
    until_ready(&mut stream)
}

fn enter(socket: &Path, database: &str) -> Result<UnixStream, Refusal> {
    const PROTOCOL_3_0: [u8; 4] = [0, 3, 0, 0];
    let mut stream = UnixStream::connect(socket.join(format!(".s.PGSQL.{PORT}")))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let parameters = format!("user\0{USER}\0database\0{database}\0\0");
    let mut message = length(8 + parameters.len()).to_vec();
    message.extend(PROTOCOL_3_0);
    message.extend(parameters.as_bytes());
    stream.write_all(&message)?;
    until_ready(&mut stream)?;
    Ok(stream)
}

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes()
}

/// Reads messages until the server waits for us again; the first error is the answer.
fn until_ready(stream: &mut UnixStream) -> Result<(), Refusal> {
    let mut refusal = None;
    loop {
        let mut head = [0; 5];
        match stream.read_exact(&mut head) {
            Ok(()) => {}
            // A refused start ends the connection without a last word.
            Err(error) => return Err(refusal.unwrap_or_else(|| error.into())),
        }
        let size = u32::from_be_bytes([head[1], head[2], head[3], head[4]]);
        let mut body = vec![0; usize::try_from(size).unwrap_or(4).saturating_sub(4)];
        stream.read_exact(&mut body)?;
        match head[0] {
            b'E' if refusal.is_none() => refusal = Some(parse_refusal(&body)),
            b'Z' => return refusal.map_or(Ok(()), Err),
            _ => {}
        }
    }
}

fn parse_refusal(body: &[u8]) -> Refusal {
    let mut refusal = Refusal {
        code: "?".to_owned(),
        message: String::new(),
    };
    for field in body.split(|byte| *byte == 0) {
        let text = |rest: &[u8]| String::from_utf8_lossy(rest).into_owned();
        match field {
            [b'C', rest @ ..] => refusal.code = text(rest),
            [b'M', rest @ ..] => refusal.message = text(rest),
            _ => {}
        }
    }
    refusal
}
