//! The door: who comes in, who does not, and for how long.

#![expect(clippy::unwrap_used, reason = "tests")]

use db::{Actor, Db, Tx};
use kernel::language::{Language, Register};

use super::*;
use crate::testing::{NOW_MS, on_both_engines};

const HOUR_MS: i64 = 3_600_000;

/// A company with one administrator, Marta, on a store of its own.
struct Company {
    store: Db,
    marta: i64,
}

impl Company {
    fn open(store: Db) -> Self {
        let marta = store
            .write(1, |tx| {
                create(tx, "", Language::It, Register::Lei)?;
                assert!(needs_setup(tx)?);
                let new = SetUp {
                    company: "Fioca",
                    register: Register::Tu,
                    language: Language::It,
                    zone_name: "Europe/Rome",
                    admin_name: "Marta Bisi",
                    admin_email: "Marta@fioca.example",
                    password_hash: "$argon2id$none",
                };
                set_up(tx, &new)
            })
            .unwrap();
        Self { store, marta }
    }

    fn write<R: Send + 'static>(&self, act: impl FnOnce(&mut Tx) -> Result<R, Error> + Send + 'static) -> R {
        self.try_write(act).unwrap()
    }

    fn try_write<R: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Tx) -> Result<R, Error> + Send + 'static,
    ) -> Result<R, Error> {
        self.store.write(1, act)
    }

    fn read<R>(&self, look: impl FnOnce(&mut Tx) -> Result<R, Error>) -> R {
        self.store.read(1, look).unwrap()
    }

    fn everywhere<R>(&self, look: impl FnOnce(&mut Tx) -> Result<R, Error>) -> R {
        self.store.read_everywhere(look).unwrap()
    }

    fn add(&self, name: &'static str, role: Role) -> i64 {
        self.write(move |tx| {
            let email = format!("{}@fioca.example", name.to_lowercase());
            let new = NewPerson { name, email: &email, role, language: Language::It, password_hash: None };
            add_person(tx, Actor::System, &new)
        })
    }

    fn sign_in(&self, agent_id: i64, now_ms: i64) -> SignedIn {
        self.write(move |tx| sign_in(tx, agent_id, "Firefox", "127.0.0.1", now_ms))
    }

    fn visit(&self, token: &str, now_ms: i64) -> Option<Visit> {
        self.everywhere(|tx| session(tx, token, now_ms))
    }
}

fn refusal<R>(outcome: Result<R, Error>) -> Refusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("was not refused"),
    }
}

#[test]
fn every_permission_has_the_roles_of_the_table() {
    let table: Vec<String> = MATRIX
        .iter()
        .map(|(permission, _)| {
            let marks: String =
                Role::ALL.iter().map(|role| if permission.allows(*role) { 'x' } else { '-' }).collect();
            format!("{marks} {}", permission.name())
        })
        .collect();
    // In the order admin, supervisor, agent, integration.
    assert_eq!(
        table,
        [
            "xxxx read",
            "xxxx handle",
            "xxxx answer",
            "x--x answer-for-agent",
            "xxx- move-promise",
            "xxxx see-arrivals",
            "xxx- decide-arrivals",
            "xx-- decide-complaints",
            "xxxx see-settings",
            "xx-- see-figures",
            "xx-- change-teams",
            "xx-- plan-shifts",
            "x--- change-inboxes",
            "x--- change-people",
            "x--- change-tokens",
            "x--- change-account",
        ]
    );
}

#[test]
fn the_first_set_up_names_the_company_and_lets_its_administrator_in() {
    on_both_engines(|store| {
        let company = Company::open(store);
        let account = company.read(find);
        assert_eq!((account.name.as_str(), account.register), ("Fioca", Register::Tu));
        assert_eq!(company.everywhere(first), Some(1));
        assert!(!company.read(needs_setup));
        let (person, _) = company.read(|tx| person_by_email(tx, " MARTA@Fioca.example ")).unwrap();
        assert_eq!((person.id, person.role, person.has_password), (company.marta, Role::Admin, true));
    });
}

#[test]
fn a_password_opens_only_with_itself() {
    let hash = hash_password("lampada a sospensione");
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert!(password_matches("lampada a sospensione", Some(&hash)));
    assert!(!password_matches("lampada a Sospensione", Some(&hash)));
    assert!(!password_matches("lampada a sospensione", None));
    assert!(!password_matches("x", Some("not a hash")));
    assert_ne!(hash, hash_password("lampada a sospensione"));
}

#[test]
fn a_weak_password_is_refused_before_it_is_hashed() {
    assert_eq!(check_new_password("corta", "a@b.it"), Err(Refusal::PasswordTooShort));
    assert_eq!(
        check_new_password("Marta@fioca.example", "marta@fioca.example"),
        Err(Refusal::PasswordIsTheAddress)
    );
    assert_eq!(check_new_password(&"x".repeat(2_000), "a@b.it"), Err(Refusal::PasswordTooLong));
    assert_eq!(check_new_password("àèìòùàèìòù", "a@b.it"), Ok(()));
}

#[test]
fn a_session_ends_after_twelve_idle_hours_and_after_thirty_days() {
    on_both_engines(|store| {
        let company = Company::open(store);
        let session = company.sign_in(company.marta, NOW_MS);
        assert_eq!(company.visit(&session.token, NOW_MS + 12 * HOUR_MS - 1).unwrap().person.id, company.marta);
        assert_eq!(company.visit(&session.token, NOW_MS + 12 * HOUR_MS), None);
        let mut now_ms = NOW_MS;
        while now_ms < NOW_MS + SESSION_LONGEST_MS {
            let visit = company.visit(&session.token, now_ms).unwrap();
            company.write(move |tx| touch_session(tx, &visit.token_hash, now_ms));
            now_ms += 11 * HOUR_MS;
        }
        assert_eq!(company.visit(&session.token, now_ms), None);
    });
}

#[test]
fn an_ended_session_opens_nothing_and_nobody_ends_anothers() {
    on_both_engines(|store| {
        let company = Company::open(store);
        let giulia = company.add("Giulia", Role::Agent);
        let (hers, other) = (company.sign_in(giulia, NOW_MS), company.sign_in(giulia, NOW_MS + 1));
        let visit = company.visit(&hers.token, NOW_MS + 2).unwrap();
        assert_eq!(company.read(|tx| sessions(tx, giulia, NOW_MS + 2)).len(), 2);
        let (marta, name) = (company.marta, visit.token_hash.clone());
        assert!(matches!(
            company.try_write(move |tx| end_session(tx, marta, &name)),
            Err(Error::Missing("session"))
        ));
        company.write({
            let visit = visit.clone();
            move |tx| end_other_sessions(tx, &visit)
        });
        assert_eq!(company.visit(&other.token, NOW_MS + 3), None);
        company.write(move |tx| end_session_of(tx, &visit));
        assert_eq!(company.visit(&hers.token, NOW_MS + 3), None);
    });
}

#[test]
fn a_new_password_ends_the_sessions_elsewhere() {
    on_both_engines(|store| {
        let company = Company::open(store);
        let marta = company.marta;
        let (here, elsewhere) = (company.sign_in(marta, NOW_MS), company.sign_in(marta, NOW_MS));
        let visit = company.visit(&here.token, NOW_MS).unwrap();
        company.write(move |tx| set_password(tx, marta, "$argon2id$new", Some(&visit.token_hash)));
        assert!(company.visit(&here.token, NOW_MS).is_some());
        assert_eq!(company.visit(&elsewhere.token, NOW_MS), None);
    });
}

#[test]
fn a_deactivated_person_loses_sessions_links_and_tokens_at_once() {
    on_both_engines(|store| {
        let company = Company::open(store);
        let giulia = company.add("Giulia", Role::Agent);
        let session = company.sign_in(giulia, NOW_MS);
        let link = company.write(move |tx| sign_in_link(tx, giulia, NOW_MS, HOUR_MS));
        let (_, secret) = company.write(|tx| create_token(tx, Actor::System, "Giulia", Role::Agent));
        assert_eq!(company.everywhere(|tx| token(tx, &secret)).unwrap().agent_id, giulia);
        company.write(move |tx| deactivate(tx, Actor::System, giulia));
        assert_eq!(company.visit(&session.token, NOW_MS), None);
        assert_eq!(company.everywhere(|tx| open_link(tx, &link, NOW_MS)), None);
        assert_eq!(company.everywhere(|tx| token(tx, &secret)), None);
    });
}

#[test]
fn the_last_administrator_can_neither_leave_nor_step_down() {
    on_both_engines(|store| {
        let company = Company::open(store);
        let marta = company.marta;
        assert_eq!(
            refusal(company.try_write(move |tx| deactivate(tx, Actor::System, marta))),
            Refusal::LastAdmin
        );
        let step_down = move |tx: &mut Tx| {
            change_person(tx, Actor::System, marta, "Marta Bisi", "marta@fioca.example", Role::Supervisor)
        };
        assert_eq!(refusal(company.try_write(step_down)), Refusal::LastAdmin);
        let omar = company.add("Omar", Role::Admin);
        assert_eq!(refusal(company.try_write(step_down)), Refusal::LastAdmin, "Omar was only invited");
        company.write(move |tx| set_password(tx, omar, "$argon2id$omar", None));
        company.write(step_down);
    });
}

#[test]
fn an_address_belongs_to_one_person() {
    on_both_engines(|store| {
        let company = Company::open(store);
        let giulia = company.add("Giulia", Role::Agent);
        let twice = company.try_write(|tx| {
            let new = NewPerson {
                name: "Un’altra",
                email: "GIULIA@fioca.example",
                role: Role::Agent,
                language: Language::It,
                password_hash: None,
            };
            add_person(tx, Actor::System, &new)
        });
        assert_eq!(refusal(twice), Refusal::AddressTaken);
        let taken = company.try_write(move |tx| {
            change_person(tx, Actor::System, giulia, "Giulia", "marta@fioca.example", Role::Agent)
        });
        assert_eq!(refusal(taken), Refusal::AddressTaken);
    });
}

#[test]
fn a_link_opens_once_and_only_until_it_is_over() {
    on_both_engines(|store| {
        let company = Company::open(store);
        let giulia = company.add("Giulia", Role::Agent);
        let first = company.write(move |tx| invite(tx, Actor::System, giulia, NOW_MS));
        let second = company.write(move |tx| invite(tx, Actor::System, giulia, NOW_MS));
        assert_eq!(company.everywhere(|tx| open_link(tx, &first, NOW_MS)), None, "a newer one replaced it");
        let link = company.everywhere(|tx| open_link(tx, &second, NOW_MS)).unwrap();
        assert_eq!((link.purpose, link.agent_id), (Purpose::Invite, Some(giulia)));
        assert_eq!(company.everywhere(|tx| open_link(tx, &second, link.expires_at_ms)), None);
        let again = second.clone();
        company.write(move |tx| take_link(tx, &second, NOW_MS + 1));
        assert_eq!(refusal(company.try_write(move |tx| take_link(tx, &again, NOW_MS + 2))), Refusal::LinkOver);
    });
}

#[test]
fn a_link_sent_to_a_wrong_address_opens_no_more_once_the_address_is_put_right() {
    on_both_engines(|store| {
        let company = Company::open(store);
        let giulia = company.add("Giulia", Role::Agent);
        let invited = company.write(move |tx| invite(tx, Actor::System, giulia, NOW_MS));
        let back = company.write(move |tx| reset_link(tx, giulia, NOW_MS)).unwrap();
        let opens = |secret: &str| company.everywhere(|tx| open_link(tx, secret, NOW_MS)).is_some();
        let change = |name: &'static str, email: &'static str| {
            company.write(move |tx| change_person(tx, Actor::System, giulia, name, email, Role::Agent));
        };
        change("Giulia Neri", "GIULIA@fioca.example");
        assert!(opens(&invited) && opens(&back), "the address is the same");
        change("Giulia Neri", "giulia.neri@fioca.example");
        assert!(!opens(&invited) && !opens(&back));
    });
}

#[test]
fn a_token_answers_as_the_agent_of_its_name_and_stops_when_revoked() {
    on_both_engines(|store| {
        let company = Company::open(store);
        let giulia = company.add("Giulia", Role::Agent);
        let (_, secret) = company.write(|tx| create_token(tx, Actor::System, "Giulia", Role::Agent));
        assert!(secret.starts_with("rsc_") && secret.len() == 36);
        let hers = company.everywhere(|tx| token(tx, &secret)).unwrap();
        assert_eq!((hers.agent_id, hers.actor()), (giulia, Actor::Agent(giulia)));
        let (shop, secret) = company.write(|tx| create_token(tx, Actor::System, "Negozio", Role::Integration));
        let program = company.everywhere(|tx| token(tx, &secret)).unwrap();
        assert_eq!(program.actor(), Actor::Integration(shop.id));
        assert!(company.read(people).iter().any(|member| member.person.name == "Negozio" && member.of_token));
        company.write({
            let oid = shop.oid.clone();
            move |tx| revoke_token(tx, Actor::System, &oid)
        });
        assert_eq!(company.everywhere(|tx| token(tx, &secret)), None);
        assert!(company.try_write(move |tx| revoke_token(tx, Actor::System, &shop.oid)).is_err());
        assert_eq!(company.read(tokens).len(), 1);
    });
}
