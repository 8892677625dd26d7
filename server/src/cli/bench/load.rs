//! Asks a server on this machine over connections that stay open: each again as soon as it was
//! answered, which shows how much the server can do, or so often in a second, which shows how
//! long people wait.

use super::{Sample, Trouble};
use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, Request, Response, StatusCode, header},
};
use http_body_util::BodyExt;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{net::TcpStream, task::JoinSet};

/// A connection on which one question is asked at a time.
pub struct Connection {
    addr: SocketAddr,
    requests: SendRequest<Body>,
}

impl Connection {
    /// # Errors
    /// When nothing listens there.
    pub async fn open(addr: SocketAddr) -> Result<Self, Trouble> {
        let stream = TcpStream::connect(addr).await?;
        stream.set_nodelay(true)?;
        let (requests, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // It ends with the sender; what went wrong is told to whoever waits for an answer.
        tokio::spawn(async move { drop(connection.await) });
        Ok(Self { addr, requests })
    }

    /// The status and the whole body of a page's answer.
    ///
    /// # Errors
    /// When the connection broke.
    pub async fn get(&mut self, path: &str) -> Result<(StatusCode, Vec<u8>), Trouble> {
        let request = Request::get(path)
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_LANGUAGE, "en")
            .body(Body::empty())?;
        let answer = self.send(request).await?;
        Ok((answer.status(), answer.into_body().into()))
    }

    /// Sends a request to this connection's server.
    ///
    /// # Errors
    /// When the connection broke.
    pub async fn send(&mut self, mut request: Request<Body>) -> Result<Response<Bytes>, Trouble> {
        let host = HeaderValue::try_from(self.addr.to_string())?;
        request.headers_mut().insert(header::HOST, host);
        self.requests.ready().await?;
        let (head, body) = self.requests.send_request(request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Response::from_parts(head, body))
    }
}

/// How often is asked.
#[derive(Clone, Copy)]
pub enum Pace {
    /// Again as soon as there is an answer.
    AtOnce,
    /// So often in a second over all connections. A time is counted from when the question was
    /// due: one that waits for an answer before it waits as well.
    PerSecond(f64),
}

/// Asks for the pages in turn over so many connections, for a while. An answer is good when it
/// is a whole page.
///
/// # Errors
/// When a connection cannot be opened.
pub async fn ask(
    addr: SocketAddr,
    paths: &Arc<[String]>,
    connections: u16,
    pace: Pace,
    time: Duration,
) -> Result<Sample, Trouble> {
    let mut open = Vec::with_capacity(usize::from(connections));
    for _ in 0..connections {
        open.push(Connection::open(addr).await?);
    }
    let pause = match pace {
        Pace::AtOnce => None,
        Pace::PerSecond(rate) => Some(Duration::from_secs_f64(
            f64::from(connections) / rate.max(0.1),
        )),
    };
    let begun = Instant::now();
    let mut asking = JoinSet::new();
    for (place, connection) in (0_u32..).zip(open) {
        let paths = paths.clone();
        // Each begins at another time and with another page.
        let first = pause.map(|pause| pause * place / u32::from(connections));
        asking.spawn(async move {
            let from = paths.iter().cycle().skip(place as usize);
            let due = first.zip(pause);
            ask_over(connection, from, begun, due, time).await
        });
    }
    let mut all = Sample::default();
    while let Some(sample) = asking.join_next().await {
        all.join(sample?);
    }
    all.took = begun.elapsed();
    Ok(all)
}

/// Asks over one connection; `due` is when the first question is, and how much later each other.
async fn ask_over(
    mut connection: Connection,
    paths: impl Iterator<Item = &String>,
    begun: Instant,
    due: Option<(Duration, Duration)>,
    time: Duration,
) -> Sample {
    let mut sample = Sample::default();
    let mut next = due.map(|(first, _)| begun + first);
    for path in paths {
        if let (Some(at), Some((_, pause))) = (next, due) {
            tokio::time::sleep_until(at.into()).await;
            next = Some(at + pause);
        }
        if begun.elapsed() >= time {
            break;
        }
        let asked = match (next, due) {
            (Some(next), Some((_, pause))) => next - pause,
            _ => Instant::now(),
        };
        match connection.get(path).await {
            Ok((StatusCode::OK, page)) if is_whole(&page) => {
                sample.times.push(asked.elapsed());
            }
            Ok(_) => sample.errors += 1,
            Err(_) => {
                sample.errors += 1;
                break;
            }
        }
    }
    sample
}

/// What the browser is told of the page's data stands behind the document.
fn is_whole(page: &[u8]) -> bool {
    let page = page.trim_ascii_end();
    page.ends_with(b"</html>") || page.ends_with(b"</script>")
}
