//! A real Chromium without a screen, driven as the WebDriver standard says (<https://www.w3.org/TR/webdriver2/>).

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::http::Client;
use crate::{wait_for, wait_until};

/// A browser that starts on a busy machine may take its time.
const SLOW: Duration = Duration::from_secs(60);
/// The name of a reference to an element (WebDriver, section 12).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// Deque's axe, as published on npm: reads a page as the accessibility rules do.
const AXE: &str = include_str!("../vendor/axe-core/axe.min.js");

/// Keys without a letter, as WebDriver names them (section 17.4.2).
pub mod keys {
    pub const ENTER: char = '\u{E007}';
    pub const CONTROL: char = '\u{E009}';
    pub const SHIFT: char = '\u{E008}';
    pub const ESCAPE: char = '\u{E00C}';
}

/// Whether pages may run scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scripts {
    On,
    Off,
}

/// How a browser starts.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    pub scripts: Scripts,
    /// The language its owner reads, as pages are asked for it.
    pub language: &'static str,
    pub watched: Watched,
}

impl Default for Start {
    fn default() -> Self {
        Self { scripts: Scripts::On, language: "it", watched: Watched::No }
    }
}

/// Whether everything pages ask for and every dialog they open is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watched {
    Yes,
    No,
}

/// What pages did that no reader asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doings {
    /// Every address asked for, frames, pictures and fonts included.
    pub requests: Vec<String>,
    /// What `alert`, `confirm` and `prompt` said.
    pub dialogs: Vec<String>,
    /// What a page tried and its policy refused.
    pub refused: Vec<String>,
}

/// One browser, at first with one window. Dropping it closes it.
pub struct Browser {
    driver: Child,
    client: Client,
    session: String,
}

/// One element of the page shown.
#[derive(Clone, Debug)]
pub struct Element(String);

/// One window of a browser.
#[derive(Clone, Debug)]
pub struct Window(String);

impl Browser {
    /// Starts a browser with a window of this size in CSS pixels.
    ///
    /// # Panics
    /// When Chromium or its driver do not start.
    #[track_caller]
    pub fn open(width: u32, height: u32) -> Self {
        Self::open_with(width, height, Scripts::On)
    }

    /// Starts a browser whose owner may have switched scripts off.
    #[track_caller]
    pub fn open_with(width: u32, height: u32, scripts: Scripts) -> Self {
        Self::start(width, height, Start { scripts, ..Start::default() })
    }

    /// Starts a browser as its owner set it up.
    #[track_caller]
    pub fn start(width: u32, height: u32, start: Start) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|free| free.local_addr())
            .expect("a loopback port")
            .port();
        let at = SocketAddr::from(([127, 0, 0, 1], port));
        let mut command = Command::new("/usr/bin/chromedriver");
        command.arg(format!("--port={port}")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let driver = command.spawn().unwrap_or_else(|error| panic!("chromedriver: {error}"));
        let client = Client::to(at).patient(SLOW);
        let mut browser = Self { driver, client, session: String::new() };
        wait_until("chromedriver", || TcpStream::connect(at).is_ok());
        let arguments = [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            format!("--lang={}", start.language),
            format!("--window-size={width},{height}"),
        ];
        let mut preferences = json!({ "intl.accept_languages": start.language });
        match start.scripts {
            Scripts::On => {}
            Scripts::Off => preferences["profile.managed_default_content_settings.javascript"] = json!(2),
        }
        let mut wishes = json!({ "browserName": "chrome", "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": { "args": arguments, "prefs": preferences } });
        match start.watched {
            Watched::No => {}
            Watched::Yes => {
                wishes["goog:loggingPrefs"]["performance"] = json!("ALL");
                wishes["unhandledPromptBehavior"] = json!("accept");
            }
        }
        let asked = json!({ "capabilities": { "alwaysMatch": wishes } });
        let opened = browser.client.post_json("/session", &asked).expect(200).json();
        browser.session = format!("/session/{}", opened["value"]["sessionId"].as_str().expect("a session"));
        browser.resize(width, height);
        browser
    }

    #[track_caller]
    pub fn go(&mut self, url: &str) {
        self.ask("/url", &json!({ "url": url }));
    }

    #[track_caller]
    pub fn reload(&mut self) {
        self.ask("/refresh", &json!({}));
    }

    /// Opens a second window on the same profile and goes on there.
    #[track_caller]
    pub fn open_window(&mut self) -> Window {
        let opened = self.ask("/window/new", &json!({ "type": "window" }));
        let window = Window(opened["handle"].as_str().expect("a window").to_owned());
        self.turn_to(&window);
        window
    }

    /// The window in front.
    #[track_caller]
    pub fn window(&mut self) -> Window {
        Window(self.look("/window").as_str().expect("a window").to_owned())
    }

    #[track_caller]
    pub fn turn_to(&mut self, window: &Window) {
        self.ask("/window", &json!({ "handle": window.0 }));
    }

    /// Closes the window in front; turn to another one then.
    #[track_caller]
    pub fn close_window(&mut self) {
        let closed = self.client.send("DELETE", &format!("{}/window", self.session), &[], &[]);
        closed.expect(200);
    }

    /// A cookie of the page shown, those kept from scripts too.
    #[track_caller]
    pub fn cookie(&mut self, name: &str) -> Option<String> {
        let kept = self.look("/cookie");
        let cookie = kept.as_array().into_iter().flatten().find(|cookie| cookie["name"] == name)?;
        cookie["value"].as_str().map(str::to_owned)
    }

    pub fn url(&mut self) -> String {
        self.look("/url").as_str().unwrap_or_default().to_owned()
    }

    /// The first element for a CSS selector, once there is one.
    #[track_caller]
    pub fn find(&mut self, css: &str) -> Element {
        wait_for(&format!("{css} on the page"), || self.find_all(css).into_iter().next())
    }

    /// All elements for a CSS selector, now.
    #[track_caller]
    pub fn find_all(&mut self, css: &str) -> Vec<Element> {
        let found = self.ask("/elements", &json!({ "using": "css selector", "value": css }));
        let found = found.as_array().cloned().unwrap_or_default();
        found.iter().filter_map(|one| one[ELEMENT].as_str()).map(|id| Element(id.to_owned())).collect()
    }

    #[track_caller]
    pub fn click(&mut self, element: &Element) {
        self.ask(&format!("/element/{}/click", element.0), &json!({}));
    }

    /// Types into an element.
    #[track_caller]
    pub fn type_into(&mut self, element: &Element, text: &str) {
        self.ask(&format!("/element/{}/value", element.0), &json!({ "text": text }));
    }

    /// Presses keys where the focus is, one after the other.
    #[track_caller]
    pub fn press(&mut self, keys: &str) {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() })))
            .collect();
        self.ask("/actions", &json!({ "actions": [{ "type": "key", "id": "keys", "actions": strokes }] }));
    }

    /// Presses keys together, as in Ctrl and Enter.
    #[track_caller]
    pub fn chord(&mut self, keys: &[char]) {
        let stroke = |kind: &str, key: &char| json!({ "type": kind, "value": key.to_string() });
        let down = keys.iter().map(|key| stroke("keyDown", key));
        let strokes: Vec<Value> = down.chain(keys.iter().rev().map(|key| stroke("keyUp", key))).collect();
        self.ask("/actions", &json!({ "actions": [{ "type": "key", "id": "keys", "actions": strokes }] }));
    }

    /// Drags from the middle of one element to the middle of another, as a hand with a mouse does.
    #[track_caller]
    pub fn drag(&mut self, from: &Element, to: &Element) {
        let over = |element: &Element| json!({ "type": "pointerMove", "duration": 50, "x": 0, "y": 0, "origin": { ELEMENT: element.0 } });
        let hand = json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": [
            over(from), { "type": "pointerDown", "button": 0 },
            { "type": "pointerMove", "duration": 50, "x": 12, "y": 12, "origin": "pointer" },
            over(to), { "type": "pointerUp", "button": 0 },
        ] });
        self.ask("/actions", &json!({ "actions": [hand] }));
    }

    /// The text a person sees in an element.
    #[track_caller]
    pub fn text(&mut self, element: &Element) -> String {
        let path = format!("/element/{}/text", element.0);
        self.look(&path).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page shows a text.
    #[track_caller]
    pub fn wait_for_text(&mut self, text: &str) {
        wait_until(&format!("{text:?} on the page"), || {
            self.run("return document.body.innerText").as_str().is_some_and(|shown| shown.contains(text))
        });
    }

    /// Runs the body of a function in the page and gives what it returns; promises are awaited.
    #[track_caller]
    pub fn run(&mut self, script: &str) -> Value {
        self.ask("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// What axe has against the page, one line a finding with the element it means.
    #[track_caller]
    pub fn findings(&mut self) -> Vec<String> {
        self.findings_by("{}")
    }

    /// What only the rules about colours have against it: enough for a page read before in other colours.
    #[track_caller]
    pub fn colour_findings(&mut self) -> Vec<String> {
        self.findings_by("{ runOnly: ['color-contrast', 'link-in-text-block'] }")
    }

    #[track_caller]
    fn findings_by(&mut self, rules: &str) -> Vec<String> {
        if self.run("return typeof axe") != "object" {
            self.run(AXE);
        }
        // Colours on their way are no colours.
        self.run("document.getAnimations().forEach(motion => motion.finish())");
        let found = self.run(&format!("return axe.run({rules}).then(result => result.violations)"));
        found
            .as_array()
            .expect("a list of violations")
            .iter()
            .flat_map(|rule| {
                let nodes = rule["nodes"].as_array().cloned().unwrap_or_default();
                nodes.into_iter().map(move |node| format!("{}: {} {}", rule["id"], rule["help"], node["html"]))
            })
            .collect()
    }

    /// Errors the page wrote on its console, refused loads and broken policies among them.
    #[track_caller]
    pub fn complaints(&mut self) -> Vec<String> {
        let log = self.ask("/se/log", &json!({ "type": "browser" }));
        let lines = log.as_array().cloned().unwrap_or_default();
        lines
            .iter()
            .filter(|line| line["level"] == "SEVERE")
            .map(|line| line["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// What pages asked for, opened and tried since the last look; for a browser that is [`Watched`].
    #[track_caller]
    pub fn doings(&mut self) -> Doings {
        let mut doings = Doings::default();
        for entry in self.ask("/se/log", &json!({ "type": "performance" })).as_array().into_iter().flatten() {
            let message = entry["message"].as_str().unwrap_or_default();
            let message: Value = serde_json::from_str(message).unwrap_or_default();
            let (method, told) = (&message["message"]["method"], &message["message"]["params"]);
            let said =
                |pointer: &str| told.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
            match method.as_str().unwrap_or_default() {
                "Network.requestWillBeSent" => doings.requests.push(said("/request/url")),
                "Network.webSocketCreated" => doings.requests.push(said("/url")),
                "Page.javascriptDialogOpening" => doings.dialogs.push(said("/message")),
                _ => {}
            }
        }
        let complaints = self.complaints();
        doings.refused.extend(complaints.into_iter().filter(|line| line.contains("Content Security Policy")));
        doings
    }

    /// How far the page can be scrolled sideways, in CSS pixels; 0 is right.
    #[track_caller]
    pub fn sideways(&mut self) -> i64 {
        let over =
            self.run("const page = document.scrollingElement; return page.scrollWidth - page.clientWidth");
        over.as_i64().expect("a number")
    }

    /// Gives pages a viewport of this size in CSS pixels; below 500 in width, as a telephone shows it.
    #[track_caller]
    pub fn resize(&mut self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.command("Emulation.setDeviceMetricsOverride", &size);
    }

    /// Shows pages as a person does who prefers `light` or `dark`.
    #[track_caller]
    pub fn prefer_theme(&mut self, theme: &str) {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] });
        self.command("Emulation.setEmulatedMedia", &features);
    }

    /// A command of Chromium's own protocol, for what WebDriver has no word for.
    #[track_caller]
    pub fn command(&mut self, name: &str, parameters: &Value) {
        self.ask("/goog/cdp/execute", &json!({ "cmd": name, "params": parameters }));
    }

    #[track_caller]
    fn ask(&mut self, path: &str, body: &Value) -> Value {
        let answer = self.client.post_json(&format!("{}{path}", self.session), body).expect(200);
        answer.json()["value"].clone()
    }

    #[track_caller]
    fn look(&mut self, path: &str) -> Value {
        self.client.get(&format!("{}{path}", self.session)).expect(200).json()["value"].clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Closes the browser's own processes; the driver ends after it.
        let _ = self.client.try_send("DELETE", &self.session, &[], &[]);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
