#![expect(clippy::unwrap_used, reason = "tests")]

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{Allowed, Fault, Request, Web};

/// A server that gives every connection the same answer, and counts nothing.
async fn server(answer: Vec<u8>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = answer.clone();
            tokio::spawn(async move {
                let mut asked = [0; 4_096];
                let _ = stream.read(&mut asked).await;
                let _ = stream.write_all(&answer).await;
            });
        }
    });
    at
}

fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n{body}", body.len())
        .into_bytes()
}

#[tokio::test]
async fn what_lies_in_the_own_network_is_not_called_by_number_or_by_name() {
    let at = server(answer("200 OK", "", "secret")).await;
    let web = Web::new(Allowed::default()).unwrap();
    let port = at.port();
    for url in [
        format!("http://127.0.0.1:{port}/"),
        format!("http://0x7f.1:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://localhost:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
    ] {
        let refused = web.send(Request::get(&url)).await;
        assert!(matches!(refused, Err(Fault::OwnNetwork(_))), "{url}: {refused:?}");
    }
    for setting in ["localhost", "127.0.0.0/8,::1", "all"] {
        let web = Web::new(Allowed::read(setting).unwrap()).unwrap();
        let told = web.send(Request::get(&format!("http://localhost:{port}/"))).await.unwrap();
        assert_eq!((told.status, told.body), (200, b"secret".to_vec()), "{setting}");
    }
    for url in ["ftp://example.it/", "file:///etc/passwd", "example.it", "", "http://"] {
        assert_eq!(web.send(Request::get(url)).await.unwrap_err(), Fault::NotAnAddress, "{url}");
    }
}

#[tokio::test]
async fn a_redirect_is_told_and_not_followed() {
    let at = server(answer("302 Found", "location: http://169.254.169.254/\r\n", "")).await;
    let web = Web::new(Allowed::all()).unwrap();
    let told = web.send(Request::post(&format!("http://{at}/"), "text/plain", b"x".to_vec())).await.unwrap();
    assert_eq!((told.status, told.header("location")), (302, Some("http://169.254.169.254/")));
}

#[tokio::test]
async fn an_answer_that_is_too_long_or_never_ends_is_cut_off() {
    let web = Web::new(Allowed::all()).unwrap();
    let announced = server(answer("200 OK", "", &"x".repeat(2_000))).await;
    let mut unannounced = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
    unannounced.resize(4_000, b'x');
    let unannounced = server(unannounced).await;
    for at in [announced, unannounced] {
        let request = Request { most_bytes: 1_000, ..Request::get(&format!("http://{at}/")) };
        assert_eq!(web.send(request).await.unwrap_err(), Fault::TooLong(1_000));
    }
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let request = Request { timeout: Duration::from_millis(50), ..Request::get(&url) };
    assert_eq!(web.send(request).await.unwrap_err(), Fault::TooSlow);
}

#[tokio::test]
async fn a_fault_never_shows_the_path_or_the_query() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let web = Web::new(Allowed::all()).unwrap();
    let fault = web.send(Request::get(&format!("http://{closed}/secret?token=abc"))).await.unwrap_err();
    let said = fault.to_string();
    assert!(!said.contains("secret") && !said.contains("abc"), "{said}");
}
