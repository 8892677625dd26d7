//! Asks a server on this machine over connections that stay open, each again as soon as it
//! was answered.

use super::{Sample, Trouble};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
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
            .header(header::HOST, self.addr.to_string())
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_LANGUAGE, "en")
            .body(Body::empty())?;
        self.requests.ready().await?;
        let answer = self.requests.send_request(request).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        Ok((status, body.into()))
    }
}

/// Asks for the pages in turn over so many connections, for a while. An answer is good when it
/// is a whole page.
///
/// # Errors
/// When a connection cannot be opened.
pub async fn ask(
    addr: SocketAddr,
    paths: &Arc<[String]>,
    connections: usize,
    time: Duration,
) -> Result<Sample, Trouble> {
    let mut open = Vec::with_capacity(connections);
    for _ in 0..connections {
        open.push(Connection::open(addr).await?);
    }
    let begun = Instant::now();
    let mut asking = JoinSet::new();
    for (place, mut connection) in open.into_iter().enumerate() {
        let paths = paths.clone();
        asking.spawn(async move {
            let mut sample = Sample::default();
            // Each begins elsewhere, so that not all ask for the same page at once.
            for path in paths.iter().cycle().skip(place) {
                if begun.elapsed() >= time {
                    break;
                }
                let asked = Instant::now();
                match connection.get(path).await {
                    Ok((StatusCode::OK, page)) if page.trim_ascii_end().ends_with(b"</html>") => {
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
        });
    }
    let mut all = Sample::default();
    while let Some(sample) = asking.join_next().await {
        all.join(sample?);
    }
    all.took = begun.elapsed();
    Ok(all)
}
