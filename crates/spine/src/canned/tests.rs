//! Places and their filling; canned answers in a store.

#![expect(clippy::unwrap_used, reason = "tests")]

use db::{Actor, Db};
use kernel::clock::Clock;
use kernel::language::Language;

use super::{Draft, Places, fill, unfilled};
use crate::error::Error;

fn places() -> Places {
    Places {
        customer_name: Some("Anna <b>".to_owned()),
        agent_name: Some("Giulia".to_owned()),
        ..Places::default()
    }
}

#[test]
fn a_place_is_filled_as_text_and_one_without_a_value_stays() {
    assert_eq!(
        fill("<p>Ciao {{customer.name}}, {{ agent.name }}: {{promise.time}}, {{corriere}}</p>", &places()),
        "<p>Ciao Anna &lt;b&gt;, Giulia: {{promise.time}}, {{corriere}}</p>"
    );
    assert_eq!(fill("{{agent.name}}{{agent.name}}", &places()), "GiuliaGiulia");
    assert_eq!(fill("{{", &places()), "{{");
    assert_eq!(fill("{{}} {{a{{agent.name}}", &places()), "{{}} {{aGiulia");
}

#[test]
fn what_is_still_to_fill_is_named_once_each() {
    assert_eq!(unfilled("Il {{nome corriere}} passa {{quando}}; {{quando}}."), ["nome corriere", "quando"]);
    assert!(unfilled("function() { return {{}} }").is_empty());
    assert!(unfilled("{{<b>}} {{ }} }}{{").is_empty());
}

fn draft(title: &str, shortcut: &str, body: &str) -> Draft {
    Draft { title: title.to_owned(), shortcut: shortcut.to_owned(), body: body.to_owned(), ..Draft::default() }
}

fn in_a_store(name: &str, act: impl FnOnce(&mut db::Tx<'_>) -> Result<(), Error> + Send + 'static) {
    let folder = std::env::temp_dir().join(format!("riscontro-canned-{name}-{}", std::process::id()));
    let db = Db::open(None, &folder, Clock::by_hand(1_795_078_800_000)).unwrap();
    let insert = db::Query {
        name: "test.ACCOUNT",
        sql:
            "insert into account (account_id, oid, name, language, register, created_at_ms, event_seq, settings)
              values (?1, 'a', 'Fioca', 'it', 'lei', 0, 0, '{}')",
        scope: db::Scope::Account,
    };
    db.write(1, move |tx| {
        tx.execute(insert, &[])?;
        act(tx)
    })
    .unwrap();
    drop(db);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn ones_own_and_everybodys_are_found_by_words_and_shortcut_the_most_used_first() {
    in_a_store("search", |tx| {
        let actor = Actor::Agent(7);
        let returns = super::add(tx, draft("Reso gratuito", "/Reso", "<p>Il reso è gratis.</p>"), None, actor)?;
        super::add(tx, draft("Il mio saluto", "ciao", "Un saluto e un reso"), Some(7), actor)?;
        super::add(tx, draft("Di un altro", "ciao", "reso"), Some(8), actor)?;
        let english = Draft { language: Some(Language::En), ..draft("Return", "ret", "Free return, reso") };
        super::add(tx, english, None, actor)?;
        let titles = |tx: &mut db::Tx<'_>, words: &str, language| -> Result<Vec<String>, Error> {
            Ok(super::search(tx, 7, language, words, 10)?.into_iter().map(|found| found.title).collect())
        };
        assert_eq!(titles(tx, "/re", Some(Language::It))?, ["Reso gratuito", "Il mio saluto"]);
        assert_eq!(titles(tx, "ret", None)?, ["Return"]);
        assert_eq!(titles(tx, "reso gràtis", None)?, ["Reso gratuito"]);
        assert!(titles(tx, "zucca", None)?.is_empty());
        super::use_one(tx, &returns.oid)?;
        super::use_one(tx, "gone")?;
        assert_eq!(super::by_oid(tx, &returns.oid)?.used, 1);
        assert_eq!(titles(tx, "", Some(Language::It))?, ["Reso gratuito", "Il mio saluto"]);
        Ok(())
    });
}

#[test]
fn a_body_is_made_safe_and_a_shortcut_taken_is_refused() {
    in_a_store("refusals", |tx| {
        let actor = Actor::Agent(7);
        let made = super::add(tx, draft("A", "a", "<b onclick=x>ok</b><script>x</script>"), None, actor)?;
        assert_eq!(made.body, "<b>ok</b>");
        let pointers = |refused: Result<super::Canned, Error>| match refused {
            Err(Error::Refused(fields)) => fields.into_iter().map(|field| field.pointer).collect(),
            other => vec![format!("{other:?}")],
        };
        assert_eq!(pointers(super::add(tx, draft("B", "A", "x"), None, actor)), ["/shortcut"]);
        assert!(super::add(tx, draft("B", "a", "x"), Some(7), actor).is_ok(), "one's own may share it");
        assert_eq!(
            pointers(super::add(tx, draft(" ", "a b", "<p> </p>"), None, actor)),
            ["/title", "/shortcut", "/body"]
        );
        let changed = super::change(tx, &made, draft("C", "a", "y"), Some(7), actor);
        assert_eq!(pointers(changed), ["/shortcut"], "given to somebody who has it already");
        super::delete(tx, &made, actor)?;
        assert!(super::by_oid(tx, &made.oid).is_err());
        Ok(())
    });
}
