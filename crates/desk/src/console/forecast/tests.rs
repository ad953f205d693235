//! The page of the forecast as a browser uses it.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::http::StatusCode;
use kernel::id::Kind;
use office::account::Role;
use office::forecast::{self, Group};

use super::HERE;
use crate::testing::{Shop, on_both_engines};

const DAY_MS: i64 = 86_400_000;

/// Counts what came and makes the forecasts, as the node's worker does.
fn made(shop: &Shop) {
    shop.write(|tx| {
        while forecast::catch_up(tx)? {}
        let fresh = forecast::basis(tx)?.fit();
        Ok(forecast::keep(tx, &fresh)?)
    });
}

#[tokio::test]
async fn what_will_come_is_shown_from_a_week_on_and_only_to_whoever_sees_everybodys_figures() {
    on_both_engines(async |shop| {
        let (cookie, _) = shop.session(shop.marta);
        shop.get(HERE, &cookie).await.shows("Non è ancora arrivato niente da contare.");
        let inbox = shop.inbox();
        for _ in 0..3 {
            shop.request(inbox.clone(), "Quando arriva?");
            shop.clock.advance(DAY_MS);
        }
        made(&shop);
        let (cookie, _) = shop.session(shop.marta);
        let page = shop.get(HERE, &cookie).await;
        page.shows("Ci sono 3 giorni di storia.");
        page.shows("Viene dopo il primo giorno intero che era stato previsto.");
        for _ in 0..7 {
            shop.request(inbox.clone(), "Quando arriva?");
            shop.clock.advance(DAY_MS);
        }
        made(&shop);
        let giulia = shop.add("Giulia", Role::Agent);
        let ((cookie, _), (reader, _)) = (shop.session(shop.marta), shop.session(giulia));
        let page = shop.get(HERE, &cookie).await;
        page.shows("Poca storia, 10 giorni di arrivi: è la media dello stesso giorno della settimana.");
        page.shows("valore usuale: ancora poche risposte da misurare");
        assert!(page.body.contains("role=\"img\"") && page.body.contains("<polyline"), "{}", page.body);
        let tomorrow = forecast_day(&shop, 1);
        let other = shop.get(&format!("{HERE}?day={tomorrow}&channel=email&skill=none"), &cookie).await;
        assert_eq!(other.status, StatusCode::OK);
        other.shows("previsti");
        assert_eq!(shop.get(&format!("{HERE}?skill=skl_x"), &cookie).await.status, StatusCode::NOT_FOUND);
        let file = shop.get("/console/forecast/file", &cookie).await;
        assert!(file.body.contains(&format!("\"{tomorrow}\",\"09:00\",\"email\",\"\",")), "{}", file.body);
        // What came of today is the same as on the page and in the API: none so far is 0, later is nothing.
        let today = forecast_day(&shop, 0);
        let came = |start: &str| {
            let begins = format!("\"{today}\",\"{start}\",\"email\",\"\",");
            let line = file.body.lines().find(|line| line.starts_with(&begins)).unwrap();
            line.split("\",\"").nth(10).unwrap().to_owned()
        };
        assert_eq!([came("00:00"), came("10:00"), came("20:00")], ["0", "0", ""]);
        let file = shop.get("/console/forecast/people", &cookie).await;
        assert!(file.body.contains(&format!("\"{tomorrow}\",\"09:00\",\"together\",")), "{}", file.body);
        shop.get("/console/wallboard", &cookie).await.shows("ne aspettiamo ancora");
        for path in [HERE, "/console/forecast/file", "/console/forecast/people"] {
            assert_eq!(shop.get(path, &reader).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert!(!shop.get("/console/reports", &reader).await.body.contains("href=\"/console/forecast\""));
    })
    .await;
}

fn forecast_day(shop: &Shop, ahead: i64) -> String {
    let today = shop.read(|tx| Ok(forecast::today(tx)?));
    today.saturating_add(jiff::Span::new().days(ahead)).to_string()
}

#[tokio::test]
async fn special_days_and_settings_are_kept_and_say_what_is_wrong() {
    on_both_engines(async |shop| {
        let giulia = shop.add("Giulia", Role::Agent);
        shop.inbox();
        let (cookie, csrf) = shop.session(shop.marta);
        let (reader, reader_csrf) = shop.session(giulia);
        let days = "/console/forecast/days";
        let (first, before) = (forecast_day(&shop, 5), forecast_day(&shop, 4));
        let bad =
            [("csrf", csrf.as_str()), ("name", ""), ("first", &first), ("last", &before), ("percent", "900")];
        let refused = shop.post(days, &cookie, &bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Un nome, al massimo 60 caratteri.");
        refused.shows("Non prima del primo giorno, e meno di 31 giorni dopo.");
        refused.shows("Un numero intero da −90 a 500.");
        let odd = [("csrf", csrf.as_str()), ("name", "Saldi"), ("first", "domani"), ("percent", "tanto")];
        let refused = shop.post(days, &cookie, &odd).await;
        refused.shows("Una data, come 2026-11-27.");
        let good = [("csrf", csrf.as_str()), ("name", "Saldi"), ("first", &first), ("percent", "40%")];
        assert_eq!(shop.post(days, &cookie, &good).await.location(), "/console/forecast#days");
        let kept = shop.read(|tx| Ok(forecast::special_days(tx)?.remove(0)));
        assert_eq!((kept.name.as_str(), kept.percent), ("Saldi", Some(40)));
        shop.get(HERE, &cookie).await.shows("40% in più");
        let here = format!("{days}/{}", Kind::SpecialDay.name(&kept.oid));
        assert!(shop.get(&here, &cookie).await.body.contains("value=\"Saldi\""));
        let learnt = [("csrf", csrf.as_str()), ("name", "Saldi"), ("first", &first), ("last", &first)];
        assert_eq!(shop.post(&here, &cookie, &learnt).await.location(), "/console/forecast#days");
        shop.get(HERE, &cookie).await.shows("effetto imparato dai giorni con lo stesso nome");
        for (path, form) in [(days.to_owned(), &good[1..]), (format!("{here}/delete"), &[][..])] {
            let form = [&[("csrf", reader_csrf.as_str())], form].concat();
            assert_eq!(shop.post(&path, &reader, &form).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let drop = [("csrf", csrf.as_str())];
        assert_eq!(
            shop.post(&format!("{here}/delete"), &cookie, &drop).await.location(),
            "/console/forecast#days"
        );
        assert!(shop.read(|tx| Ok(forecast::special_days(tx)?.is_empty())));
        assert_eq!(shop.get(&here, &cookie).await.status, StatusCode::NOT_FOUND);

        let settings = "/console/forecast/settings";
        let bad = [("csrf", csrf.as_str()), ("shrinkage", "99"), ("wage", "25"), ("written-handling", "5")];
        let refused = shop.post(settings, &cookie, &bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Il numero è fuori da quelli possibili.");
        assert!(refused.body.contains("value=\"99\""), "what was typed stays");
        let good =
            [("csrf", csrf.as_str()), ("shrinkage", "25"), ("wage", "27,50"), ("written-handling", "420")];
        assert_eq!(shop.post(settings, &cookie, &good).await.location(), "/console/forecast#settings");
        let kept = shop.read(|tx| Ok(forecast::settings(tx)?));
        assert_eq!(
            (kept.shrinkage_percent, kept.wage_cents, kept.terms(Group::Written).handling_s),
            (25, 2_750, Some(420))
        );
        shop.get(HERE, &cookie).await.shows("7 min l’una, detto in impostazioni");
    })
    .await;
}
