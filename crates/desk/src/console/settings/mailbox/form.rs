//! A mailbox as a form: three fields for whoever has a well-known provider, the rest behind a fold; and what a trial
//! of it found, station by station.

use kernel::address;
use maud::{Markup, html};
use spine::error::Field as Refused;
use spine::mailbox::{
    After, Connect, Credential, Encryption, First, Mailbox, MailboxReport, Outcome, PRESETS, Provider, Save,
    Secret, Server, SignIn, Submission, Token, guess, is_certified,
};
use web::ui::{self, Field};
use words::Say;

use crate::fields::{Fields, Wrong};

/// The form's fields as they stand.
pub(crate) struct Sheet<'a> {
    pub say: Say,
    pub values: &'a Fields,
    pub wrong: &'a Wrong,
    /// A password is written down already: an empty field keeps it.
    pub kept: bool,
}

/// What is written down, without its secrets.
pub(crate) fn values_of(mailbox: &Mailbox) -> Fields {
    let connect = &mailbox.connect;
    let mut values = Fields::of_pairs([
        ("provider", mailbox.provider.clone()),
        ("user", connect.user.clone()),
        ("folder", connect.folder.clone()),
        ("after", mailbox.after.name().to_owned()),
        ("after-folder", mailbox.after.folder().unwrap_or_default().to_owned()),
        ("first", mailbox.first.name().to_owned()),
        ("first-days", mailbox.first.days().map(|days| days.to_string()).unwrap_or_default()),
    ]);
    put_server(&mut values, "imap", &connect.imap);
    match &connect.smtp {
        Some(smtp) => {
            values.push("sends", "own");
            put_server(&mut values, "smtp", &smtp.server);
            values.push("smtp-user", smtp.user.clone().unwrap_or_default());
        }
        None => values.push("sends", "relay"),
    }
    if let Credential::Token(token) = &connect.credential {
        values.push("client-id", token.client_id.clone());
        values.push("token-url", token.token_url.clone());
    }
    values
}

fn put_server(values: &mut Fields, which: &str, server: &Server) {
    values.push(format!("{which}-host"), server.host.clone());
    values.push(format!("{which}-port"), server.port.to_string());
    values.push(format!("{which}-encryption"), server.encryption.name());
}

/// What a new mailbox begins with.
pub(crate) fn blank_values(email: &str) -> Fields {
    let provider = if email.is_empty() { "" } else { guess(email).key };
    Fields::of_pairs([
        ("provider", provider.to_owned()),
        ("folder", "INBOX".to_owned()),
        ("after", After::Seen.name().to_owned()),
        ("first", First::New.name().to_owned()),
        ("first-days", "7".to_owned()),
        ("sends", "own".to_owned()),
    ])
}

/// Reads the form for the mailbox of an address; what is wrong stands beside its field.
pub(crate) fn read(sheet: &Sheet<'_>, email: &str, wrong: &mut Wrong) -> Option<Save> {
    let (say, fields) = (sheet.say, sheet.values);
    let provider = Provider::of_key(fields.get("provider")).unwrap_or_else(|| guess(email));
    if is_certified(email) {
        wrong.add(say, "provider", "settings-mailbox-certified");
    }
    let own = provider.key == "own";
    let imap = server(fields, "imap", own, provider.imap(email));
    let smtp = server(fields, "smtp", own, provider.smtp(email));
    let user = written(fields, "user").unwrap_or_else(|| address::key(email));
    let password = Secret::new(fields.get("password"));
    let credential = match provider.sign_in == SignIn::Token || written(fields, "client-id").is_some() {
        true => Credential::Token(Token {
            client_id: fields.get("client-id").trim().to_owned(),
            client_secret: Secret::new(fields.get("client-secret").trim()),
            refresh_token: Secret::new(fields.get("refresh-token").trim()),
            token_url: written(fields, "token-url")
                .or_else(|| provider.token_url.map(str::to_owned))
                .unwrap_or_default(),
        }),
        false => Credential::Password(password),
    };
    match &credential {
        Credential::Password(word) if word.is_empty() && !sheet.kept => {
            wrong.add(say, "password", "settings-mailbox-no-password");
        }
        Credential::Token(token) if token.client_id.is_empty() => {
            wrong.add(say, "client-id", "settings-mailbox-error");
        }
        Credential::Token(token) if token.refresh_token.is_empty() && !sheet.kept => {
            wrong.add(say, "refresh-token", "settings-mailbox-error");
        }
        Credential::Password(_) | Credential::Token(_) => {}
    }
    for (which, server) in [("imap", &imap), ("smtp", &smtp)] {
        if server.is_none() {
            wrong.add(say, format!("{which}-port"), "settings-mailbox-port");
        }
    }
    let after = After::of_name(fields.get("after"), written(fields, "after-folder").as_deref());
    if after.is_none() && fields.get("after") == "move" {
        wrong.add(say, "after-folder", "settings-mailbox-error");
    }
    let first = First::of_name(fields.get("first"), fields.get("first-days").trim().parse().ok());
    if first.is_none() && fields.get("first") == "days" {
        wrong.add(say, "first-days", "settings-mailbox-days");
    }
    let own_user = written(fields, "smtp-user");
    let smtp = smtp?;
    let submission = Submission {
        server: smtp,
        password: Secret::new(if own_user.is_some() { fields.get("smtp-password") } else { "" }),
        user: own_user,
    };
    let connect = Connect {
        imap: imap?,
        user,
        credential,
        folder: written(fields, "folder").unwrap_or_else(|| "INBOX".to_owned()),
        smtp: (fields.get("sends") != "relay").then_some(submission),
    };
    wrong.is_empty().then(|| Save {
        provider: provider.key.to_owned(),
        connect,
        after: after.unwrap_or_default(),
        first: first.unwrap_or_default(),
    })
}

fn written(fields: &Fields, name: &str) -> Option<String> {
    Some(fields.get(name).trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The server named in the form, when the form may name one; nothing when its port is none.
fn server(fields: &Fields, which: &str, own: bool, preset: Server) -> Option<Server> {
    if !own {
        return Some(preset);
    }
    let port = match written(fields, &format!("{which}-port")) {
        Some(port) => port.parse().ok().filter(|port| *port > 0)?,
        None => preset.port,
    };
    Some(Server {
        host: written(fields, &format!("{which}-host")).unwrap_or(preset.host),
        port,
        encryption: Encryption::of_name(fields.get(&format!("{which}-encryption")))
            .unwrap_or(preset.encryption),
    })
}

/// Which field a refusal of the room stands beside, and its sentence.
pub(crate) fn place(refused: &Refused) -> (String, &'static str) {
    let name = match refused.pointer.strip_prefix('/').unwrap_or_default() {
        "token/client_id" => "client-id".to_owned(),
        "token/refresh_token" => "refresh-token".to_owned(),
        "token/token_url" => "token-url".to_owned(),
        "members" | "address" => "password".to_owned(),
        other => other.replace(['/', '_'], "-"),
    };
    (name, "settings-mailbox-error")
}

/// Password and provider, and behind a fold everything else. The address stands elsewhere.
pub(crate) fn draw(sheet: &Sheet<'_>) -> Markup {
    let (say, values) = (sheet.say, sheet.values);
    let provider = Provider::of_key(values.get("provider"));
    let token = provider.is_some_and(|provider| provider.sign_in == SignIn::Token);
    let hint = match (sheet.kept, provider.map(|provider| provider.sign_in)) {
        (true, _) => "settings-mailbox-password-kept",
        (false, Some(SignIn::AppPassword)) => "settings-mailbox-password-app",
        (false, Some(SignIn::Token)) => "settings-mailbox-password-token",
        (false, _) => "settings-mailbox-password-hint",
    };
    let folded = ["imap", "smtp", "user", "folder", "after", "first", "client", "refresh", "token"];
    let named = !values.get("imap-host").is_empty();
    let astray = sheet.wrong.all().any(|(field, _)| folded.iter().any(|front| field.starts_with(front)));
    html! {
        (ui::field(&Field {
            name: "password", label: &say.say("settings-mailbox-password"), kind: "password", hint: &say.say(hint),
            error: sheet.wrong.of("password"), autocomplete: "off", ..Field::default()
        }))
        div class=(if sheet.wrong.of("provider").is_some() { "field error" } else { "field" }) {
            label for="f-provider" { (say.say("settings-mailbox-provider")) }
            select class="input" id="f-provider" name="provider" aria-describedby="f-provider-hint" {
                option value="" selected[provider.is_none()] { (say.say("settings-mailbox-guess")) }
                @for one in PRESETS {
                    option value=(one.key) selected[provider.is_some_and(|provider| provider.key == one.key)] {
                        @match one.name { Some(name) => { (name) } None => { (say.say("mailbox-provider-own")) } }
                    }
                }
            }
            p class="hint" id="f-provider-hint" {
                @match sheet.wrong.of("provider") { Some(wrong) => { (wrong) } None => { (say.say("settings-mailbox-provider-hint")) } }
            }
        }
        details class="fold" open[astray || token || named || provider.is_some_and(|provider| provider.key == "own")] {
            summary { (say.say("settings-mailbox-more")) }
            (servers(sheet))
            (tokens(sheet))
            (afterwards(sheet))
        }
    }
}

fn text(sheet: &Sheet<'_>, name: &'static str, kind: &str) -> Markup {
    let key = format!("settings-mailbox-{name}");
    let hint = sheet.say.known(&format!("{key}-hint"), &[]).unwrap_or_default();
    ui::field(&Field {
        name,
        label: &sheet.say.say(&key),
        kind,
        value: if kind == "password" { "" } else { sheet.values.get(name) },
        hint: &hint,
        error: sheet.wrong.of(name),
        autocomplete: "off",
        ..Field::default()
    })
}

fn choice(sheet: &Sheet<'_>, name: &str, options: &[(&str, String)]) -> Markup {
    html! {
        div class="field" {
            label for={ "f-" (name) } { (sheet.say.say(&format!("settings-mailbox-{name}"))) }
            select class="input" id={ "f-" (name) } name=(name) {
                @for (value, text) in options {
                    option value=(value) selected[sheet.values.get(name) == *value] { (text) }
                }
            }
        }
    }
}

fn servers(sheet: &Sheet<'_>) -> Markup {
    let say = sheet.say;
    let ways = Encryption::ALL.map(|way| (way.name(), say.say(&format!("mailbox-encryption-{}", way.name()))));
    html! {
        p class="hint" { (say.say("settings-mailbox-servers-hint")) }
        fieldset class="server" {
            legend { (say.say("settings-mailbox-reading")) }
            (text(sheet, "imap-host", "")) (text(sheet, "imap-port", "")) (choice(sheet, "imap-encryption", &ways))
            (text(sheet, "user", "")) (text(sheet, "folder", ""))
        }
        fieldset class="server" {
            legend { (say.say("settings-mailbox-sending")) }
            (choice(sheet, "sends", &[
                ("own", say.say("settings-mailbox-sends-own")),
                ("relay", say.say("settings-mailbox-sends-relay")),
            ]))
            (text(sheet, "smtp-host", "")) (text(sheet, "smtp-port", "")) (choice(sheet, "smtp-encryption", &ways))
            (text(sheet, "smtp-user", "")) (text(sheet, "smtp-password", "password"))
        }
    }
}

fn tokens(sheet: &Sheet<'_>) -> Markup {
    html! {
        fieldset class="server" {
            legend { (sheet.say.say("settings-mailbox-token")) }
            p class="hint" { (sheet.say.say("settings-mailbox-token-hint")) }
            (text(sheet, "client-id", "")) (text(sheet, "client-secret", "password"))
            (text(sheet, "refresh-token", "password")) (text(sheet, "token-url", "url"))
        }
    }
}

fn afterwards(sheet: &Sheet<'_>) -> Markup {
    let say = sheet.say;
    let named = |area: &str, names: [&'static str; 3]| {
        names.map(|name| (name, say.say(&format!("mailbox-{area}-{name}"))))
    };
    html! {
        fieldset class="server" {
            legend { (say.say("settings-mailbox-then")) }
            (choice(sheet, "after", &named("after", ["seen", "move", "leave"]))) (text(sheet, "after-folder", ""))
            (choice(sheet, "first", &named("first", ["new", "unseen", "days"]))) (text(sheet, "first-days", ""))
        }
    }
}

/// What a trial found: every station with its mark and its words.
pub(crate) fn report(say: Say, report: &MailboxReport) -> Markup {
    let (kind, icon, title) = match report.is_good() {
        true => ("kept", "circle-check", "settings-mailbox-good"),
        false => ("late", "triangle-alert", "settings-mailbox-bad"),
    };
    html! {
        section class={ "alert " (kind) } role=(if report.is_good() { "status" } else { "alert" }) id="prova" tabindex="-1" {
            (ui::icon(icon))
            div {
                b { (say.say(title)) }
                ol class="stations" {
                    @for step in &report.steps {
                        li {
                            @match &step.outcome {
                                Outcome::Passed | Outcome::Found { .. } => {
                                    (ui::small_icon("check")) span class="sr" { (say.say("settings-mailbox-passed")) } " "
                                    (step.words(&say))
                                }
                                Outcome::Failed(_) => {
                                    (ui::small_icon("x")) span class="sr" { (say.say("settings-mailbox-failed")) } " "
                                    b { (step.words(&say)) }
                                }
                                Outcome::NotReached => {
                                    span class="faint" { "– " (step.words(&say)) " " (say.say("settings-mailbox-not-reached")) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
