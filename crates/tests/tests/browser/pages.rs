//! Every page there is, once: what the eyes that look at all pages are led by. A route that is neither here nor among
//! those that show no page of ours is named by a test, so that a new page is looked at from its first day.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use kernel::language::Language;
use office::account::{self, Role};
use riscontro::node::ACCOUNT;
use serde_json::{Value, json};
use tests::shop::{Shop, text_of};

use super::{GIULIA, employ};

/// One page: its route, and addresses it is opened at. Words in braces stand for things of the company shown.
pub struct Sheet {
    pub route: &'static str,
    pub opens: &'static [&'static str],
}

const fn sheet(route: &'static str, opens: &'static [&'static str]) -> Sheet {
    Sheet { route, opens }
}

/// Where agents work.
pub const INBOX: &[Sheet] = &[
    sheet(
        "/console/inbox/{view}",
        &[
            "/console/inbox/mine",
            "/console/inbox/team",
            "/console/inbox/risk",
            "/console/inbox/kept",
            "/console/inbox/delivery",
            "/console/inbox/waiting",
            "/console/inbox/snoozed",
            "/console/inbox/closed",
            "/console/inbox/all",
            "/console/inbox/all?q=vetro",
            "/console/inbox/all?q=introvabile",
            "/console/inbox/all?tag=danno",
            "/console/inbox/nowhere",
        ],
    ),
    sheet("/console/inbox/{view}/{reference}", &["/console/inbox/all/{rich}"]),
    sheet(
        "/console/inbox/{view}/{reference}/{asking}",
        &[
            "/console/inbox/all/{rich}/assign",
            "/console/inbox/all/{rich}/snooze",
            "/console/inbox/all/{rich}/close",
            "/console/inbox/all/{rich}/tags",
            "/console/inbox/all/{rich}/skills",
            "/console/inbox/all/{rich}/send-back",
            "/console/inbox/all/{rich}/merge",
            "/console/inbox/all/{rich}/inbox",
            "/console/inbox/all/{rich}/link",
            "/console/inbox/all/{rich}/thank",
            "/console/inbox/all/{rich}/split?message={message}",
            "/console/inbox/all/{movable}/move",
        ],
    ),
    sheet(
        "/console/conversation/{reference}/print",
        &["/console/conversation/{rich}/print", "/console/conversation/{rich}/print?notes=1"],
    ),
    sheet("/console/new", &["/console/new"]),
    sheet("/console/pass/{reference}", &["/console/pass/{rich}"]),
    sheet("/console/scheduled", &["/console/scheduled"]),
    sheet(
        "/console/search",
        &["/console/search", "/console/search?q=lampada", "/console/search?q=introvabile"],
    ),
    sheet(
        "/console/views",
        &["/console/views", "/console/views?place=%2Fconsole%2Finbox%2Fall%3Fstatus%3Dopen"],
    ),
    sheet("/console/bulk/{name}", &["/console/bulk/{bulk}"]),
];

/// What stands around the conversations.
pub const OFFICE: &[Sheet] = &[
    sheet(
        "/console/ledger",
        &[
            "/console/ledger",
            "/console/ledger?days=28",
            "/console/ledger?verdict=owed",
            "/console/ledger?verdict=no_answer_owed",
            "/console/ledger?verdict=spam",
            "/console/ledger?verdict=stuck",
            "/console/ledger?verdict=duplicate",
            "/console/ledger?q=introvabile",
        ],
    ),
    sheet("/console/ledger/{arrival}", &["/console/ledger/{arrival}"]),
    sheet(
        "/console/delivery",
        &[
            "/console/delivery?state=queued",
            "/console/delivery?state=failed",
            "/console/delivery?state=addresses",
        ],
    ),
    sheet("/console/wallboard", &["/console/wallboard"]),
    sheet(
        "/console/reports",
        &[
            "/console/reports?measure=received",
            "/console/reports?measure=response_certainty",
            "/console/reports?measure=promises_kept",
            "/console/reports?measure=first_answer_open",
            "/console/reports?measure=backlog",
            "/console/reports?from=2026-03-02&to=2026-03-01",
            "/console/reports?measure=first_contact_72h&channel=email",
            "/console/reports?measure=customer_time",
        ],
    ),
    sheet("/console/reports/mailings", &["/console/reports/mailings"]),
    sheet("/console/reports/mailings/{id}", &["/console/reports/mailings/{mailing}"]),
    sheet(
        "/console/reports/presets",
        &[
            "/console/reports/presets",
            "/console/reports/presets?half=1999-1",
            "/console/reports/presets?code={complaint}",
            "/console/reports/presets?code=RC-1999-0001",
        ],
    ),
    sheet(
        "/console/truth",
        &[
            "/console/truth",
            "/console/truth?days=92&of=channel-email",
            "/console/truth?from=2025-01-01&to=2025-01-02",
            "/console/truth?from=2026-03-02&to=2026-03-01",
        ],
    ),
    sheet("/console/truth/hindsight", &["/console/truth/hindsight", "/console/truth/hindsight?days=3"]),
    sheet(
        "/console/whatif",
        &[
            "/console/whatif",
            "/console/whatif?volume=15&people=1&wage=30&leave=10",
            "/console/whatif?volume=molti",
        ],
    ),
    sheet(
        "/console/forecast",
        &["/console/forecast", "/console/forecast?day=2026-03-08&channel=form", "/console/forecast?skill=none"],
    ),
    sheet("/console/forecast/days/{name}", &["/console/forecast/days/{special}"]),
    sheet("/console/truth/{name}", &["/console/truth/{promise}", "/console/truth/{moved}"]),
    sheet(
        "/console/complaints",
        &[
            "/console/complaints",
            "/console/complaints?state=closed",
            "/console/complaints?state=all&owner=me&cause=packaging",
        ],
    ),
    sheet("/console/complaints/{code}", &["/console/complaints/{complaint}"]),
    sheet(
        "/console/shifts",
        &[
            "/console/shifts",
            "/console/shifts?view=week",
            "/console/shifts?shift={shift}",
            "/console/shifts?add=",
            "/console/shifts?day=2026-06-01",
        ],
    ),
    sheet(
        "/console/shifts/arrange",
        &[
            "/console/shifts/arrange",
            "/console/shifts/arrange?pattern={pattern}",
            "/console/shifts/arrange?person={busy}",
        ],
    ),
    sheet("/console/shifts/mine", &["/console/shifts/mine"]),
    sheet("/console/day", &["/console/day", "/console/day?span=tomorrow", "/console/day?span=week"]),
    sheet("/console/day/ask", &["/console/day/ask"]),
    sheet("/console/day/{name}", &["/console/day/{agent}", "/console/day/{busy}"]),
    sheet("/console/notices", &["/console/notices", "/console/notices?show=unread"]),
    sheet(
        "/console/tasks",
        &[
            "/console/tasks",
            "/console/tasks?view=mine",
            "/console/tasks?view=asked",
            "/console/tasks?view=late",
            "/console/tasks?view=open",
            "/console/tasks?view=settled",
        ],
    ),
    sheet("/console/tasks/new", &["/console/tasks/new?conversation={conversation}"]),
    sheet("/console/tasks/{name}", &["/console/tasks/{task}"]),
    sheet("/console/understood/{conversation}", &["/console/understood/{conversation}"]),
    sheet("/console/me", &["/console/me"]),
    sheet("/console/me/sessions", &["/console/me/sessions"]),
];

/// Where a house is arranged.
pub const SETTINGS: &[Sheet] = &[
    sheet("/console/settings/inboxes/new", &["/console/settings/inboxes/new"]),
    sheet("/console/settings/inboxes/{oid}", &["/console/settings/inboxes/{inbox}"]),
    sheet("/console/settings/inboxes/{oid}/mailbox", &["/console/settings/inboxes/{inbox}/mailbox"]),
    sheet("/console/settings/inboxes/{oid}/signature", &["/console/settings/inboxes/{inbox}/signature"]),
    sheet("/console/settings/forms/{oid}", &["/console/settings/forms/{inbox}"]),
    sheet("/console/settings/health/{oid}", &["/console/settings/health/{inbox}"]),
    sheet("/console/settings/people/new", &["/console/settings/people/new"]),
    sheet("/console/settings/people/{oid}", &["/console/settings/people/{agent}"]),
    sheet("/console/settings/teams/{oid}", &["/console/settings/teams/{team}"]),
    sheet("/console/settings/roles", &["/console/settings/roles"]),
    sheet("/console/settings/tokens", &["/console/settings/tokens"]),
    sheet("/console/settings/company", &["/console/settings/company"]),
    sheet("/console/settings/domains", &["/console/settings/domains"]),
    sheet("/console/settings/canned", &["/console/settings/canned"]),
    sheet("/console/settings/canned/{oid}", &["/console/settings/canned/{canned}"]),
    sheet(
        "/console/settings/mails",
        &[
            "/console/settings/mails?kind=acknowledgement&language=it&register=tu",
            "/console/settings/mails?kind=answer&language=it&register=tu",
            "/console/settings/mails?kind=rating&language=it&register=tu",
            "/console/settings/mails?kind=acknowledgement&language=en&register=lei",
        ],
    ),
    sheet("/console/settings/topics", &["/console/settings/topics"]),
    sheet("/console/settings/contacts", &["/console/settings/contacts"]),
    sheet("/console/settings/contacts/{name}", &["/console/settings/contacts/{contact}"]),
    sheet("/console/settings/complaints", &["/console/settings/complaints"]),
    sheet("/console/settings/oncall", &["/console/settings/oncall"]),
    sheet("/console/settings/oncall/rotas/{oid}", &["/console/settings/oncall/rotas/{rota}"]),
    sheet("/console/settings/oncall/rules/{oid}", &["/console/settings/oncall/rules/{rule}"]),
    sheet("/console/oncall/{oid}", &["/console/oncall/{alert}"]),
    sheet(
        "/console/routing",
        &[
            "/console/routing",
            "/console/routing?now=1",
            "/console/routing?why={rich}",
            "/console/routing?why={waiting}",
        ],
    ),
    sheet("/console/routing/people/{oid}", &["/console/routing/people/{busy}"]),
    sheet("/console/routing/rules/{oid}", &["/console/routing/rules/{skill}"]),
    sheet("/console/settings/log", &["/console/settings/log", "/console/settings/log?about=team"]),
];

/// What is open to whoever has the address.
pub const OUTSIDE: &[Sheet] = &[
    sheet("/sign-in", &["/sign-in", "/sign-in?lang=en"]),
    sheet("/invite/{secret}", &["/invite/{invite}"]),
    sheet("/password", &["/password"]),
    sheet("/password/{secret}", &["/password/{reset}"]),
    sheet("/setup/{secret}", &["/setup/{setup}", "/setup/nessuno"]),
    sheet("/r/{token}", &["/r/{track}", "/r/nessuno"]),
    sheet("/r/{token}/correct", &["/r/{track}/correct"]),
    sheet("/t/{token}", &["/t/{errand}"]),
    sheet("/badge/{name}", &["/badge/{key}", "/badge/{key}?lang=en"]),
    sheet("/forms/{key}", &["/forms/{key}", "/forms/{key}?lang=en", "/forms/nessuno"]),
];

/// The wizard after the set-up link, a step each.
pub const FIRST_HOUR: &[Sheet] = &[
    sheet("/console/setup/hours", &["/console/setup/hours"]),
    sheet("/console/setup/mailbox", &["/console/setup/mailbox", "/console/setup/mailbox?how=pushed"]),
    sheet("/console/setup/promise", &["/console/setup/promise"]),
    sheet("/console/setup/people", &["/console/setup/people"]),
];

/// Addresses that show no page of ours: redirects, files, a customer's own mail, parts of pages; and two lists that
/// open at their first entry.
const NO_PAGES: &[&str] = &[
    "/",
    "/in/{secret}",
    "/console",
    "/console/inbox",
    "/console/setup",
    "/console/setup/promise/letter",
    "/console/settings",
    "/console/settings/forms",
    "/console/settings/health",
    "/console/settings/inboxes",
    "/console/settings/log/file",
    "/console/settings/mails/preview",
    "/console/settings/people",
    "/console/attachment/{name}",
    "/console/complaints/file",
    "/console/conversation/{name}",
    "/console/conversation/{reference}/canned",
    "/console/conversation/{reference}/move/letter",
    "/console/forecast/file",
    "/console/forecast/people",
    "/console/fragment/bell",
    "/console/fragment/day/{name}",
    "/console/fragment/inbox/{view}",
    "/console/fragment/inbox/{view}/{reference}",
    "/console/fragment/notices",
    "/console/fragment/wallboard",
    "/console/new/canned",
    "/console/reports/behind",
    "/console/reports/file",
    "/console/reports/presets/{key}/file",
    "/console/truth/file",
    "/console/ledger/{arrival}/raw",
    "/console/live",
    "/console/message/{name}/body",
    "/console/notices/{name}",
    "/console/notices/{name}/card",
    "/console/palette",
    "/console/push/key",
    "/assets/{version}/{*name}",
    "/calendar/{name}",
    "/form.js",
    "/r/{token}/files/{name}",
    "/sw.js",
    "/t/{token}/{file}",
];

/// Things of a company, by the words of [`Sheet::opens`].
pub type Things = BTreeMap<&'static str, String>;

/// The addresses of some sheets at this company.
///
/// # Panics
/// When a word stands for nothing there.
pub fn addresses(sheets: &[Sheet], things: &Things) -> Vec<String> {
    let address = |open: &str| {
        let mut parts = open.split('{');
        let mut whole = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (word, rest) = part.split_once('}').expect("a closed brace");
            whole.push_str(things.get(word).unwrap_or_else(|| panic!("{open}: nothing is called {word}")));
            whole.push_str(rest);
        }
        whole
    };
    sheets.iter().flat_map(|sheet| sheet.opens).map(|open| address(open)).collect()
}

/// What is called so in a company with conversations: `rich` for most pages, `movable` for moving its promise. Texts
/// people of the house give are `named`.
pub fn things_of(shop: &Shop, rich: &Value, movable: &Value, named: &str, language: Language) -> Things {
    let contact = shop.post(
        "/api/v1/contacts",
        &json!({
            "kind": "supplier", "name": named, "email": "vetro@example.org", "note": named, "language": language.tag(),
        }),
    );
    let conversation = text_of(rich, "/id");
    let task = shop.post(
        "/api/v1/tasks",
        &json!({
            "conversation_id": conversation, "contact_id": text_of(&contact, "/id"), "title": named, "text": named,
            "due_at": "2026-03-20T10:00:00Z", "later_than_promise": true,
        }),
    );
    let canned = json!({ "title": named, "shortcut": "reso", "category": named, "text": named });
    let canned = shop.post("/api/v1/canned", &canned);
    let team = shop.post("/api/v1/teams", &json!({ "name": named }));
    let many =
        json!({ "action": "tag", "tag": named, "conversations": [conversation, text_of(movable, "/id")] });
    let many = shop.post("/api/v1/bulk", &many);
    let message = shop.messages(rich).pop().expect("a message");
    let arrival = shop.list("/api/v1/arrivals?limit=200").pop().expect("an arrival");
    let track = text_of(rich, "/track_url");
    let (_, track) = track.rsplit_once("/r/").expect("a link");
    let errand = shop.mails_to("vetro@example.org", 1).remove(0).text();
    let errand = errand.split("/t/").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link");
    let key = text_of(&shop.get(&format!("/api/v1/inboxes/{}", shop.inbox_id)), "/key");
    let marco = shop.list("/api/v1/agents?limit=200");
    let marco = marco.iter().find(|agent| agent["email"] == "marco@fioca.example").expect("Marco").clone();
    let giulia = shop.list("/api/v1/agents?limit=200");
    let giulia = giulia.iter().find(|agent| agent["email"] == GIULIA).expect("Giulia").clone();
    let busy = json!({ "assignee": giulia["id"] });
    for one in [rich, movable] {
        shop.patch(&format!("/api/v1/conversations/{}", text_of(one, "/id")), &busy);
    }
    let rota = json!({
        "name": named, "turn": "week", "starts": "2026-03-02", "handover": "09:00", "members": [marco["id"], giulia["id"]],
    });
    let rota = shop.post("/api/v1/oncall/rotas", &rota);
    let rule = json!({ "name": named, "rota_id": rota["id"], "words": ["prende fuoco"], "topics": ["defect"] });
    let rule = shop.post("/api/v1/oncall/rules", &rule);
    let trial = format!("/api/v1/oncall/rules/{}/try", text_of(&rule, "/id"));
    let skill = shop.post("/api/v1/skills", &json!({ "name": named.chars().take(60).collect::<String>() }));
    shop.post("/api/v1/skills", &json!({ "name": "Amministrazione" }));
    let held = json!({ "skills": [
        { "skill": skill["name"], "level": 4 }, { "skill": "Amministrazione", "level": 1, "held": "trained" },
    ], "languages": ["it", "fr"] });
    shop.patch(&format!("/api/v1/agents/{}", text_of(&giulia, "/id")), &held);
    let leads =
        json!({ "words": ["lampada", "sfarfall*"], "topics": ["defect"], "skill_id": skill["id"], "level": 2 });
    let leads = shop.post("/api/v1/skill-rules", &leads);
    let called: String = named.chars().take(60).collect();
    let pattern = json!({
        "name": called, "start": "09:00", "end": "18:00", "days": [1, 2, 3, 4, 5, 6, 7],
        "activities": [{ "kind": "break", "at": 240, "minutes": 60, "paid": false }, { "kind": "training", "at": 420, "minutes": 30 }],
    });
    let pattern = shop.post("/api/v1/shift-patterns", &pattern);
    let rules = json!({ "floors": [{ "weekday": 1, "from": "09:00", "to": "18:00", "people": 2 }] });
    shop.patch("/api/v1/shift-rules", &rules);
    // Nine days in a row: a rule does not hold.
    let days = (2..11).map(|day| format!("2026-03-{day:02}"));
    let planned: Vec<Value> = days
        .map(|day| json!({ "agent_id": giulia["id"], "day": day, "pattern_id": pattern["id"] }))
        .map(|shift| shop.post("/api/v1/shifts", &shift))
        .collect();
    shop.post("/api/v1/shift-publications", &json!({ "week": "2026-03-02" }));
    let leave =
        json!({ "agent_id": giulia["id"], "kind": "leave", "first_day": "2026-03-09", "reason": called });
    shop.post("/api/v1/shift-requests", &leave);
    let swap = shop.post("/api/v1/shift-swaps", &json!({ "shift_id": planned[3]["id"], "with": marco["id"] }));
    let answer = format!("/api/v1/shift-swaps/{}/answer", text_of(&swap, "/id"));
    shop.api().post_json(&answer, &json!({ "accept": true })).expect(200);
    let waits = json!({
        "direction": "in", "inbox_id": shop.inbox_id, "subject": named, "text": "La lampada sfarfalla.",
        "customer": { "name": named, "identities": [{ "kind": "email", "value": "aspetta@posta.example" }] },
    });
    let waits = shop.post("/api/v1/conversations", &waits);
    let sara = employ(shop, "Sara Conti", "sara.conti@fioca.example", Role::Supervisor);
    let sara = shop.node().db().read(ACCOUNT, |tx| spine::agent::find(tx, sara)).expect("Sara");
    let mailing = json!({
        "report": "figures", "every": "week", "hour": 8, "inbox_id": shop.inbox_id,
        "recipients": [kernel::id::Kind::Agent.name(&sara.oid)],
    });
    let mailing = shop.post("/api/v1/mailings", &mailing);
    shop.api().send("POST", "/api/v1/presets/arera-tiqv/choose", &[], b"").expect(200);
    let complaint = json!({ "conversation_id": text_of(rich, "/id"), "words": named });
    let complaint = shop.post("/api/v1/complaints", &complaint);
    let special = expected(shop, named);
    shop.patch("/api/v1/account", &json!({ "kept_badge": true }));
    let promises =
        |one: &Value| shop.list(&format!("/api/v1/conversations/{}/promises?limit=200", text_of(one, "/id")));
    let promise = promises(rich).pop().expect("a promise");
    let moved = promises(movable).pop().expect("a promise");
    let alert = shop.post(&trial, &json!({ "conversation_id": text_of(rich, "/id") }));
    Things::from([
        ("rich", text_of(rich, "/reference")),
        ("movable", text_of(movable, "/reference")),
        ("conversation", conversation),
        ("message", text_of(&message, "/id")),
        ("arrival", text_of(&arrival, "/id")),
        ("contact", text_of(&contact, "/id")),
        ("task", text_of(&task, "/id")),
        ("errand", errand.to_owned()),
        ("bulk", text_of(&many, "/id")),
        ("canned", text_of(&canned, "/id")),
        ("team", text_of(&team, "/id")),
        ("agent", text_of(&marco, "/id")),
        ("busy", text_of(&giulia, "/id")),
        ("rota", text_of(&rota, "/id")),
        ("rule", text_of(&rule, "/id")),
        ("alert", text_of(&alert, "/id")),
        ("skill", text_of(&leads, "/id")),
        ("shift", text_of(&planned[0], "/id")),
        ("pattern", text_of(&pattern, "/id")),
        ("waiting", text_of(&waits, "/reference")),
        ("complaint", text_of(&complaint, "/code")),
        ("inbox", shop.inbox_id.clone()),
        ("mailing", text_of(&mailing, "/id")),
        ("promise", text_of(&promise, "/id")),
        ("special", text_of(&special, "/id")),
        ("moved", text_of(&moved, "/id")),
        ("track", track.to_owned()),
        ("key", key),
    ])
}

db::queries! {
    "pages";
    account {
        COUNT = "insert into arrival_count (account_id, at_ms, channel, inbox_id, skill_id, begun, further)
                 values (?1, ?2, 'email', ?3, 0, ?4, 0) on conflict (account_id, at_ms, channel, inbox_id, skill_id) do nothing";
    }
}

/// Five weeks of mail behind the company, so that something is forecast; and a special day, which makes it at once.
fn expected(shop: &Shop, named: &str) -> Value {
    const HALF_MS: i64 = 1_800_000;
    let counted = shop.node().db().write(ACCOUNT, |tx| {
        let inbox_id = spine::inbox::list(tx)?[0].id;
        let now_ms = tx.now_ms() / HALF_MS * HALF_MS;
        for half in 1..35 * 48 {
            let count = i64::from(half % 48 > 12) * (1 + half % 3);
            tx.execute(COUNT, db::args![now_ms - half * HALF_MS, inbox_id, count])?;
        }
        Ok::<_, spine::Error>(())
    });
    counted.expect("five weeks");
    let special =
        json!({ "name": named.chars().take(60).collect::<String>(), "first": "2026-03-10", "percent": 40 });
    let special = shop.post("/api/v1/special-days", &special);
    tests::wait_until("a forecast", || shop.get("/api/v1/forecast")["note"].is_null());
    special
}

/// Links that let somebody in, once each.
pub fn links_of(shop: &Shop) -> Things {
    let now_ms = kernel::clock::Clock::system().now_ms();
    let sara = employ(shop, "Sara Conti", "sara@fioca.example", Role::Agent);
    let omar = employ(shop, "Omar Haddad", "omar@fioca.example", Role::Agent);
    let secrets = shop.node().db().write(ACCOUNT, move |tx| {
        Ok::<_, account::Error>((
            account::setup_link(tx, now_ms)?,
            account::invite(tx, db::Actor::System, sara, now_ms)?,
            account::reset_link(tx, omar, now_ms)?,
        ))
    });
    let (setup, invite, reset) = secrets.expect("three links");
    Things::from([("setup", setup), ("invite", invite), ("reset", reset.expect("the first"))])
}

/// How far the first hour has come.
pub fn first_hour_at(shop: &Shop, step: &'static str) {
    let marked = shop.node().db().write(ACCOUNT, move |tx| {
        let company = spine::company::find(tx)?;
        let setup_step = Some(step.to_owned());
        spine::company::save(tx, &spine::company::Company { setup_step, ..company })
    });
    marked.expect("a company");
}

/// Routes of the desk that answer a browser which only looks, as its sources name them.
fn routes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../desk/src"), &mut found);
    found
}

fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("the desk's sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("api") {
            collect(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source");
            found.extend(text.split(".route(").skip(1).filter_map(|call| looked_at(call, &text)));
        }
    }
}

/// The pattern of one call of `route`, unless it only takes what is sent. A name stands for a constant of its file.
fn looked_at(call: &str, file: &str) -> Option<String> {
    let (pattern, handlers) = call.split_once(',')?;
    let pattern = pattern.trim();
    let pattern = match pattern.strip_prefix('"') {
        Some(quoted) => quoted.trim_end_matches('"'),
        None => file.split_once(&format!("const {pattern}: &str = \""))?.1.split_once('"')?.0,
    };
    (!handlers.trim_start().starts_with("post(")).then(|| pattern.to_owned())
}

#[test]
fn every_route_is_a_page_on_the_list_or_shows_none() {
    let routes = routes();
    assert!(routes.len() > 60, "{routes:?}");
    let listed: BTreeSet<String> = [INBOX, OFFICE, SETTINGS, OUTSIDE, FIRST_HOUR]
        .into_iter()
        .flatten()
        .map(|sheet| sheet.route)
        .chain(NO_PAGES.iter().copied())
        .map(str::to_owned)
        .collect();
    let forgotten: Vec<&String> = routes.difference(&listed).collect();
    assert!(forgotten.is_empty(), "nobody looks at {forgotten:?}: put them on the list");
    let gone: Vec<&String> = listed.difference(&routes).collect();
    assert!(gone.is_empty(), "on the list, but no route: {gone:?}");
    for sheet in [INBOX, OFFICE, SETTINGS, OUTSIDE, FIRST_HOUR].into_iter().flatten() {
        for open in sheet.opens {
            assert!(leads_to(sheet.route, open), "{open} does not lead to {}", sheet.route);
        }
    }
}

fn leads_to(route: &str, open: &str) -> bool {
    let path = open.split('?').next().unwrap_or_default();
    let (route, path): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len()
        && route.iter().zip(&path).all(|(part, given)| part.starts_with('{') || part == given)
}
