//! The event log as it grows.

use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};

use super::{Got, House, on_both_engines};

/// An open stream and what came of it so far.
struct Stream {
    body: Body,
    text: String,
}

impl Stream {
    async fn open(house: &House, query: &str, last: Option<&str>) -> Self {
        let mut request = Request::get(format!("/api/v1/events/stream{query}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", house.token("integration")));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = house.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        assert!(response.headers().contains_key("ratelimit-remaining"));
        Self { body: response.into_body(), text: String::new() }
    }

    /// The next event.
    async fn next(&mut self) -> Value {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                if let Some(data) = block.lines().find_map(|line| line.strip_prefix("data: ")) {
                    let event: Value = serde_json::from_str(data).unwrap();
                    assert!(block.contains(&format!("id: {}\n", event["seq"])));
                    assert!(block.contains(&format!("event: {}\n", event["type"].as_str().unwrap())));
                    return event;
                }
                continue;
            }
            let frame = self.body.frame().await.unwrap().unwrap();
            self.text.push_str(std::str::from_utf8(&frame.into_data().unwrap()).unwrap());
        }
    }

    /// Whether the stream has ended.
    async fn ends(mut self) -> bool {
        while let Some(Ok(_)) = self.body.frame().await {}
        true
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_goes_on_where_a_client_stopped_without_a_gap() {
    on_both_engines(async |house| {
        let inbox = house.inbox().await;
        let log = house.get("/events").await.expect(200);
        let end = log.rows().len() as i64;
        let mut stream = Stream::open(&house, "", None).await;
        for seq in 1..=end {
            assert_eq!(stream.next().await["seq"], seq);
        }
        let mut late = Stream::open(&house, &format!("?after={end}"), None).await;
        let mut later = Stream::open(&house, "?after=1", Some(&end.to_string())).await;
        house.conversation(&inbox, "ada@posta.example", "Ciao").await;
        let kinds = house.get(&format!("/events?after={end}")).await.expect(200);
        for row in kinds.rows() {
            assert_eq!(&stream.next().await, row);
            assert_eq!(&late.next().await, row);
            assert_eq!(&later.next().await, row, "the header wins over the address");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_ends_when_the_node_stops() {
    let house = House::open(None).await;
    let mut stream = Stream::open(&house, "", None).await;
    stream.next().await;
    assert_eq!(house.desk.doorstep.streams.load(std::sync::atomic::Ordering::SeqCst), 1);
    house.desk.stop.cancel();
    assert!(stream.ends().await);
}

#[tokio::test]
async fn a_place_in_the_log_is_a_number() {
    let house = House::open(None).await;
    for path in ["/events?after=x", "/events?after=-1", "/events/stream?after=x"] {
        house.get(path).await.expect(422);
    }
    let request = Request::get("/api/v1/events/stream")
        .header(header::AUTHORIZATION, format!("Bearer {}", house.token("agent")))
        .header("last-event-id", "ieri");
    let got = Got::of(house.send(request.body(Body::empty()).unwrap()).await).await.expect(422);
    assert_eq!(got.places(), ["/Last-Event-ID"]);
    assert_eq!(house.get("/events?after=100000").await.expect(200).body, json!({"data": [], "next": null}));
}
