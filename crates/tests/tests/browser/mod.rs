//! The product as people see it: in Chromium, with their hands on mouse and keyboard.

mod access;
mod company;
mod complaints;
mod day;
mod first_hour;
mod forms;
mod hostile;
mod inert;
mod letters;
mod lists;
mod live;
mod shifts;
mod supervising;
mod pages;
mod together;
mod weight;
mod work;
mod writing;

use db::Actor;
use kernel::language::Language;
use office::account::{self, NewPerson, Role};
use riscontro::node::ACCOUNT;
use tests::browser::Browser;
use tests::shop::{Engine, Shop};

const PASSWORD: &str = "lampada da terra 12";
const GIULIA: &str = "giulia@fioca.example";

/// A shop whose pages are at the address a browser here reaches, with Giulia, who administers it.
fn shop() -> Shop {
    let shop = Shop::open_with(Engine::Sqlite, |settings| settings.public_url = None);
    employ(&shop, "Giulia Riva", GIULIA, Role::Admin);
    shop
}

/// Takes somebody on, with [`PASSWORD`].
fn employ(shop: &Shop, name: &'static str, email: &'static str, role: Role) -> i64 {
    employ_in(Language::It, shop, name, email, role)
}

/// Takes somebody on who reads another language.
fn employ_in(language: Language, shop: &Shop, name: &'static str, email: &'static str, role: Role) -> i64 {
    let hash = account::hash_password(PASSWORD);
    let added = shop.node().db().write(ACCOUNT, move |tx| {
        let person = NewPerson { name, email, role, language, password_hash: Some(&hash) };
        account::add_person(tx, Actor::System, &person)
    });
    added.expect("a person")
}

/// The address of a page.
fn page(shop: &Shop, path: &str) -> String {
    format!("http://{}{path}", shop.node().http_addr())
}

/// Comes in by the door with address and password, and lands in the console.
#[track_caller]
fn sign_in(browser: &mut Browser, shop: &Shop, email: &str) {
    browser.go(&page(shop, "/sign-in"));
    let field = browser.find("#f-email");
    browser.type_into(&field, email);
    let field = browser.find("#f-password");
    browser.type_into(&field, PASSWORD);
    let button = browser.find("button[type=submit]");
    browser.click(&button);
    browser.find(".deck");
    assert_eq!(browser.url(), page(shop, "/console/inbox/mine"));
}

/// Giulia's browser on a desk, signed in, with a list of the inbox open.
#[track_caller]
fn console(shop: &Shop, view: &str) -> Browser {
    let mut browser = Browser::open(1440, 900);
    sign_in(&mut browser, shop, GIULIA);
    browser.go(&page(shop, &format!("/console/inbox/{view}")));
    browser
}
