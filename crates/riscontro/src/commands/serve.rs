//! `serve` and `demo`: a node until somebody ends it.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use kernel::clock::Clock;

use super::{DONE, Stop, signals, waiting};
use crate::demo;
use crate::node::Node;
use crate::settings::Settings;
use crate::sockets::relay::Relay;

pub(super) fn serve(settings: Settings) -> Result<u8, Stop> {
    if let Some(url) = &settings.relay_url {
        Relay::from_url(url).map_err(|fault| Stop::Wrong(fault.to_string()))?;
    }
    if settings.nats_url.is_some() {
        tracing::warn!(
            "nats_url is not asked in this version: nodes read each other's changes from their database"
        );
    }
    let (signals, clock) = (signals::listen()?, Clock::system());
    let Some(opened) = waiting::open_store(&settings, &clock, &signals)? else {
        tracing::info!("stopping");
        return Ok(DONE);
    };
    let node = Node::start_on(settings, clock, opened.db, opened.http)?;
    greet(&node)?;
    signals.wait(|| match node.reload_certificate() {
        Ok(()) => tracing::info!("the certificate was read again"),
        Err(error) => tracing::error!(error = format!("{error:#}"), "the certificate stays as it was"),
    });
    tracing::info!("stopping");
    node.stop();
    Ok(DONE)
}

/// Where it listens and, as long as nobody can sign in, how to begin.
fn greet(node: &Node) -> anyhow::Result<()> {
    let console = format!("http://{}", node.http_addr());
    let mut text = format!("console   {console}\n");
    if node.public_url() != console {
        text.push_str(&format!("public    {}\n", node.public_url()));
    }
    text.push_str(&format!("smtp      {}\n", node.smtp_addr()));
    if let Some(lmtp) = node.lmtp_addr() {
        text.push_str(&format!("lmtp      {lmtp}\n"));
    }
    if let Some(link) = node.setup_link().context("making the set-up link")? {
        text.push_str(&format!("set-up    {link} (opens once)\n"));
    }
    let mut out = std::io::stdout().lock();
    // A closed standard output is no reason not to serve.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    Ok(())
}

pub(super) fn demo(settings: Settings, keep: Option<PathBuf>, days: u32, traffic: bool) -> Result<u8, Stop> {
    let signals = signals::listen()?;
    let demo = demo::start(demo::Options { keep, days, traffic, settings })?;
    signals.wait(|| ());
    demo.stop();
    Ok(DONE)
}
