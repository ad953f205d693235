//! What the DNS says of a domain of ours: its SPF, DKIM, DMARC and MX records, as they stand now.

use std::time::Duration;

use mail_auth::hickory_resolver::net::NetError;
use mail_auth::hickory_resolver::proto::rr::Name;
use mail_auth::hickory_resolver::proto::rr::RData;
use spine::domain::{Asked, Found};
use tokio::time::timeout;

use super::{Dns, Resolver};

/// One question, tries included.
const ONE_QUESTION: Duration = Duration::from_secs(3);
/// Records of one name that are read.
const MOST_RECORDS: usize = 50;

/// Asks for everything a domain of ours should say. `selectors` name our own keys. What was kept of earlier answers is
/// forgotten first: whoever asks has just changed something.
pub async fn records(resolver: &Resolver, domain: &str, selectors: &[String]) -> Found {
    let Some(dns) = &resolver.dns else {
        return Found { spf: Asked::Failed, dmarc: Asked::Failed, mx: Asked::Failed, keys: Vec::new() };
    };
    dns.authenticator.0.clear_cache();
    let spf = dns.text(domain).await.keep(|text| starts(text, "v=spf1"));
    let dmarc = dns.text(&format!("_dmarc.{domain}")).await.keep(|text| starts(text, "v=dmarc1"));
    let mx = dns.exchanges(domain).await;
    let mut keys = Vec::new();
    for selector in selectors {
        keys.push((selector.clone(), dns.text(&format!("{selector}._domainkey.{domain}")).await));
    }
    Found { spf, dmarc, mx, keys }
}

fn starts(text: &str, with: &str) -> bool {
    text.trim_start().get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

impl Dns {
    async fn text(&self, name: &str) -> Asked {
        let Ok(name) = Name::from_str_relaxed(absolute(name)) else { return Asked::Failed };
        let answer = match timeout(ONE_QUESTION, self.authenticator.0.txt_lookup(name)).await {
            Ok(answer) => answer,
            Err(_) => return Asked::Failed,
        };
        match answer {
            Ok(lookup) => Asked::Found(
                lookup
                    .answers()
                    .iter()
                    .filter_map(|record| match &record.data {
                        RData::TXT(text) => {
                            let bytes: Vec<u8> =
                                text.txt_data.iter().flat_map(|piece| piece.iter().copied()).collect();
                            Some(String::from_utf8_lossy(&bytes).into_owned())
                        }
                        _ => None,
                    })
                    .take(MOST_RECORDS)
                    .collect(),
            ),
            Err(error) => nothing_or_failed(&error),
        }
    }

    async fn exchanges(&self, domain: &str) -> Asked {
        let Ok(name) = Name::from_str_relaxed(absolute(domain)) else { return Asked::Failed };
        let answer = match timeout(ONE_QUESTION, self.authenticator.0.mx_lookup(name)).await {
            Ok(answer) => answer,
            Err(_) => return Asked::Failed,
        };
        match answer {
            Ok(lookup) => {
                let mut found: Vec<(u16, String)> = lookup
                    .answers()
                    .iter()
                    .filter_map(|record| match &record.data {
                        RData::MX(mx) => Some((mx.preference, mx.exchange.to_lowercase().to_ascii())),
                        _ => None,
                    })
                    .take(MOST_RECORDS)
                    .collect();
                found.sort();
                Asked::Found(found.into_iter().map(|(_, host)| host.trim_end_matches('.').to_owned()).collect())
            }
            Err(error) => nothing_or_failed(&error),
        }
    }
}

/// A name as it is asked, with its final dot: no search list of this machine is tried.
fn absolute(name: &str) -> String {
    format!("{}.", name.trim_end_matches('.'))
}

fn nothing_or_failed(error: &NetError) -> Asked {
    if error.is_no_records_found() || error.is_nx_domain() { Asked::Nothing } else { Asked::Failed }
}
