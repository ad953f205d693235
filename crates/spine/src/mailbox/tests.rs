//! A mailbox in a store: its secrets, and the list of its mails.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use db::{Actor, Db, Query, Scope};
use kernel::clock::Clock;

use super::{
    After, Connect, Credential, Encryption, Fault, FaultKind, First, Listed, Mail, Mark, Place, Save, Secret,
    Server, State, Submission, Token,
};
use crate::error::Error;
use crate::inbox;

const ADD_ACCOUNT: Query = Query {
    name: "test.ACCOUNT",
    sql: "insert into account (account_id, oid, name, language, register, created_at_ms, event_seq, settings)
          values (?1, 'a', 'Fioca', 'it', 'lei', 0, 0, '{}')",
    scope: Scope::Account,
};

/// An inbox with a store of its own.
struct House {
    db: Db,
    inbox_id: i64,
    folder: PathBuf,
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl House {
    fn open(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("riscontro-mailbox-{name}-{}", std::process::id()));
        let db = Db::open(None, &folder, Clock::by_hand(1_795_078_800_000)).unwrap();
        let new = inbox::New {
            channel: inbox::Channel::Email,
            name: "Aiuto".to_owned(),
            address: Some("aiuto@fioca.example".to_owned()),
            language: Default::default(),
            register: Default::default(),
            hours: Default::default(),
            targets: Default::default(),
            team_id: None,
        };
        let opened = db.write(1, move |tx| {
            tx.execute(ADD_ACCOUNT, &[])?;
            inbox::create(tx, new, Actor::System)
        });
        Self { inbox_id: opened.unwrap().id, db, folder }
    }

    fn save(&self, connect: Connect) -> Result<super::Mailbox, Error> {
        let (sealer, inbox_id) = (self.db.sealer(), self.inbox_id);
        let save =
            Save { provider: "own".to_owned(), connect, after: After::default(), first: First::default() };
        self.db.write(1, move |tx| super::save(tx, &sealer, inbox_id, save, Actor::System))
    }

    fn opened(&self) -> Connect {
        let sealer = self.db.sealer();
        self.db.read(1, |tx| super::open(tx, &sealer, self.inbox_id)).unwrap()
    }

    fn place(&self, uid_validity: i64) -> Place {
        Place { inbox_id: self.inbox_id, folder: "INBOX".to_owned(), uid_validity }
    }

    fn wanted(&self, uid_validity: i64) -> Vec<i64> {
        let place = self.place(uid_validity);
        let wanted = self.db.read(1, |tx| super::wanted(tx, &place, 100)).unwrap();
        wanted.into_iter().map(|mail| mail.uid).collect()
    }

    fn act(&self, act: impl FnOnce(&mut db::Tx<'_>) -> Result<(), Error> + Send + 'static) {
        self.db.write(1, act).unwrap();
    }
}

fn connect(host: &str, password: &str) -> Connect {
    Connect {
        imap: Server { host: host.to_owned(), port: 993, encryption: Encryption::Tls },
        user: "aiuto@fioca.example".to_owned(),
        credential: Credential::Password(Secret::new(password)),
        folder: "INBOX".to_owned(),
        smtp: None,
    }
}

fn listed(uid: i64, print: &str) -> Listed {
    Listed { uid, print: print.to_owned(), size_bytes: 10, state: State::Wanted }
}

#[test]
fn a_password_is_kept_for_its_own_place_and_shown_nowhere() {
    let house = House::open("secrets");
    house.save(connect("imap.fioca.example", "lampada")).unwrap();
    assert_eq!(house.opened().credential, Credential::Password(Secret::new("lampada")));
    let shown = house.save(connect("imap.fioca.example", "")).unwrap();
    assert_eq!(shown.revision, 2);
    assert_eq!(shown.connect.credential, Credential::Password(Secret::default()));
    assert_eq!(house.opened().credential, Credential::Password(Secret::new("lampada")));
    let mut dump = Vec::new();
    house.db.dump(&mut dump).unwrap();
    assert!(!String::from_utf8_lossy(&dump).contains("lampada"));
    assert!(!format!("{:?}", house.opened()).contains("lampada"));
    let refused = house.save(connect("imap.altrove.example", "")).unwrap_err();
    assert!(refused.to_string().contains("/password"), "a password goes to no other host: {refused}");
    let mut sends = connect("imap.fioca.example", "");
    sends.smtp = Some(Submission {
        server: Server { host: "smtp.fioca.example".to_owned(), port: 465, encryption: Encryption::Tls },
        user: Some("invio".to_owned()),
        password: Secret::default(),
    });
    assert!(house.save(sends).unwrap_err().to_string().contains("/smtp/password"));
}

#[test]
fn a_renewed_token_takes_the_place_of_the_one_it_was_given_for_and_of_no_other() {
    let house = House::open("renewed");
    let by_token = |refresh: &str| Connect {
        credential: Credential::Token(Token {
            client_id: "desk".to_owned(),
            client_secret: Secret::default(),
            refresh_token: Secret::new(refresh),
            token_url: "https://login.example/token".to_owned(),
        }),
        ..connect("imap.fioca.example", "")
    };
    let renew = |used: &'static str, fresh: &'static str| {
        let (sealer, inbox_id) = (house.db.sealer(), house.inbox_id);
        house.act(move |tx| super::renewed(tx, &sealer, inbox_id, used, fresh));
        match house.opened().credential {
            Credential::Token(token) => token.refresh_token.expose().to_owned(),
            Credential::Password(_) => String::new(),
        }
    };
    house.save(by_token("first")).unwrap();
    assert_eq!(renew("first", "second"), "second");
    house.save(by_token("of a person")).unwrap();
    assert_eq!(renew("second", "third"), "of a person");
}

#[test]
fn after_a_new_count_each_known_mail_is_known_once() {
    let house = House::open("count");
    let (before, after) = (house.place(7), house.place(8));
    let twins = [listed(1, "a"), listed(2, "b")];
    let place = before.clone();
    house.act(move |tx| super::found(tx, &place, &twins, Some(Mark { last_uid: 2, listed: true })));
    assert_eq!(house.wanted(7), [1, 2]);
    for uid in [1, 2] {
        let (place, mail) = (before.clone(), Mail { uid, state: State::Taken, sha256: None, arrival_id: None });
        house.act(move |tx| {
            assert!(super::taken(tx, &place, &mail)?);
            assert!(!super::taken(tx, &place, &mail)?, "it is not wanted any more");
            Ok(())
        });
    }
    // A second mail with the same headers and size is another one: one row answers for one mail.
    let anew = [listed(11, "a"), listed(12, "a"), listed(13, "b"), listed(14, "c")];
    for _ in 0..2 {
        let (place, anew) = (after.clone(), anew.clone());
        house.act(move |tx| super::recounted(tx, &place, &anew, Some(Mark { last_uid: 14, listed: true })));
        assert_eq!(house.wanted(8), [12, 14]);
    }
    let still = house.db.read(1, |tx| super::unsettled(tx, &after, 10)).unwrap();
    assert_eq!(still, [11, 13], "what was to be marked is marked under its new number");
}

#[test]
fn the_mailbox_of_another_user_is_read_from_its_beginning_though_its_folder_counts_alike() {
    let house = House::open("another");
    house.save(connect("imap.fioca.example", "lampada")).unwrap();
    let place = house.place(1);
    let at = place.clone();
    house.act(move |tx| {
        super::found(tx, &at, &[listed(1, "a"), listed(2, "b")], Some(Mark { last_uid: 900, listed: true }))?;
        super::taken(
            tx,
            &at,
            &Mail { uid: 1, state: State::Taken, sha256: Some("x".into()), arrival_id: None },
        )?;
        Ok(())
    });
    let folder = || house.db.read(1, |tx| super::folder(tx, house.inbox_id, "INBOX")).unwrap();
    house.save(connect("imap.altrove.example", "lampada")).unwrap();
    assert!(
        folder().is_some_and(|folder| folder.last_uid == 900),
        "a host with another name may be the same one"
    );
    let other = Connect { user: "info@fioca.example".to_owned(), ..connect("imap.altrove.example", "altra") };
    house.save(other).unwrap();
    assert_eq!(folder(), None);
    let stands = |mail: Listed| {
        let place = place.clone();
        house.db.read(1, move |tx| super::known_elsewhere(tx, &place, &[mail])).unwrap()
    };
    assert!(stands(listed(1, "a")), "it is the same mailbox after all");
    assert!(!stands(listed(1, "c")), "it is another one");
    let at = place.clone();
    house.act(move |tx| super::found(tx, &at, &[listed(1, "c"), listed(2, "d")], None));
    assert_eq!(house.wanted(1), [1, 2], "numbers that were known of the other mailbox");
    assert!(house.db.read(1, |tx| super::already_taken(tx, house.inbox_id, "x")).unwrap());
}

#[test]
fn a_comparison_counts_what_is_missing_on_either_side() {
    let house = House::open("compare");
    let place = house.place(7);
    let mut old = listed(1, "old");
    old.state = State::Before;
    let mails = [old, listed(2, "taken"), listed(3, "gone")];
    let at = place.clone();
    house.act(move |tx| {
        super::found(tx, &at, &mails, Some(Mark { last_uid: 4, listed: true }))?;
        for uid in [2, 3] {
            super::taken(tx, &at, &Mail { uid, state: State::Taken, sha256: None, arrival_id: None })?;
        }
        let on_server = [listed(1, "old"), listed(2, "taken"), listed(4, "missing")];
        let report = super::compare(tx, &at, 7, 1, &on_server, false)?;
        let counts = [report.on_server, report.left_alone, report.accepted, report.fetched, report.gone];
        assert_eq!(counts, [3, 1, 1, 1, 1]);
        Ok(())
    });
    assert_eq!(house.wanted(7), [4]);
}

#[test]
fn a_mail_that_was_gone_and_is_there_again_is_fetched() {
    let house = House::open("again");
    let (place, anew) = (house.place(7), house.place(8));
    let at = place.clone();
    house.act(move |tx| {
        super::found(tx, &at, &[listed(1, "a"), listed(2, "b")], Some(Mark { last_uid: 2, listed: true }))?;
        for uid in [1, 2] {
            super::not_taken(tx, &at, uid, State::Gone)?;
        }
        Ok(())
    });
    assert!(house.wanted(7).is_empty());
    let at = place.clone();
    house.act(move |tx| {
        let report = super::compare(tx, &at, 7, 1, &[listed(1, "a")], false)?;
        assert_eq!((report.fetched, report.gone), (1, 1));
        Ok(())
    });
    assert_eq!(house.wanted(7), [1]);
    house.act(move |tx| super::recounted(tx, &anew, &[listed(12, "b")], None));
    assert_eq!(house.wanted(8), [12], "also when the folder is counted anew");
}

#[test]
fn a_fault_is_told_once_and_its_end_too() {
    let house = House::open("fault");
    house.save(connect("imap.fioca.example", "lampada")).unwrap();
    let inbox_id = house.inbox_id;
    for _ in 0..3 {
        let fault = Fault::new(FaultKind::SignInRefused, "imap.fioca.example:993", "no\r\n");
        house.act(move |tx| super::note_fault(tx, inbox_id, &fault));
    }
    let health = house.db.read(1, |tx| super::find(tx, inbox_id)).unwrap().unwrap().health;
    assert_eq!(
        health.fault.map(|fault| (fault.kind, fault.detail)),
        Some((FaultKind::SignInRefused, "no".to_owned()))
    );
    for _ in 0..2 {
        house.act(move |tx| super::note_success(tx, inbox_id));
    }
    let mut dump = Vec::new();
    house.db.dump(&mut dump).unwrap();
    let dump = String::from_utf8_lossy(&dump);
    assert_eq!(dump.matches("\"mailbox.failed\"").count(), 1);
    assert_eq!(dump.matches("\"mailbox.recovered\"").count(), 1);
}
