//! The plug pulled: what the system had not yet written to the disk is gone, whoever was told that it was safe.
//!
//! The store lies on a file system of its own in a file. It is shut down as its makers do to test it
//! (`EXT4_IOC_SHUTDOWN` without a last flush), the program halted just before: from that instant nothing reaches the disk
//! any more, and what only the system's memory held is lost. Mounted again, it is what a machine finds that got its power
//! back.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Output};
use std::thread::park_timeout;
use std::time::Duration;

use tests::letter::letter;
use tests::program::INBOX;
use tests::smtp::Session;

use super::audit::{self, Copies, IN_HAND};
use super::dice::Dice;
use super::disk::Tracer;
use super::process::{Process, fresh_folder};
use super::traffic::Traffic;
use super::{comes_in, one_at_a_time};

const CUTS: usize = 5;
/// How long the power stays on under load.
const LIFE_MS: (u64, u64) = (150, 700);
/// Room for the store and its large files.
const DISK_BYTES: u64 = 512 * 1024 * 1024;
/// Asks a file system to go down without flushing anything (`EXT4_GOING_FLAGS_NOLOGFLUSH`).
const PULL: &str = r#"open(my $place, "<", $ARGV[0]) or die "open: $!\n";
    my $how = pack("L", 2);
    defined(ioctl($place, 0x8004587d, $how)) or die "ioctl: $!\n";"#;

/// A disk whose plug can be pulled; dropping it takes it away.
struct Plugged {
    /// Holds the image and the place it is mounted at.
    folder: PathBuf,
}

impl Plugged {
    /// None where this process may not mount, or not so.
    fn mount() -> Option<Self> {
        let disk = Self { folder: fresh_folder() };
        fs::create_dir(disk.place()).expect("a folder of our own");
        File::create(disk.image()).and_then(|file| file.set_len(DISK_BYTES)).expect("a file of our own");
        // Only what is asked to be safe is safe: no flush of the file system's own within the story.
        let made = Command::new("mkfs.ext4").args(["-q", "-F"]).arg(disk.image()).output();
        match made.and_then(|made| if made.status.success() { disk.on() } else { Ok(made) }) {
            Ok(done) if done.status.success() => Some(disk),
            Ok(refused) => {
                eprintln!("no power cut here: {}", String::from_utf8_lossy(&refused.stderr));
                None
            }
            Err(error) => {
                eprintln!("no power cut here: {error}");
                None
            }
        }
    }

    fn on(&self) -> std::io::Result<Output> {
        Command::new("mount").args(["-o", "loop,commit=600"]).arg(self.image()).arg(self.place()).output()
    }

    /// From now on nothing reaches the disk.
    #[track_caller]
    fn pull(&self) {
        let pulled = Command::new("perl").args(["-e", PULL]).arg(self.place()).output().expect("perl");
        assert!(pulled.status.success(), "{}", String::from_utf8_lossy(&pulled.stderr));
    }

    /// The power is back: whatever the disk held is there again.
    #[track_caller]
    fn plug_in(&self) {
        let off = Command::new("umount").arg(self.place()).output().expect("umount");
        assert!(off.status.success(), "{}", String::from_utf8_lossy(&off.stderr));
        let on = self.on().expect("mount");
        assert!(on.status.success(), "{}", String::from_utf8_lossy(&on.stderr));
    }

    fn image(&self) -> PathBuf {
        self.folder.join("disk")
    }

    fn place(&self) -> PathBuf {
        self.folder.join("mounted")
    }
}

impl Drop for Plugged {
    fn drop(&mut self) {
        let gone = Command::new("umount").arg("-l").arg(self.place()).status();
        if !gone.is_ok_and(|gone| gone.success()) || fs::remove_dir_all(&self.folder).is_err() {
            eprintln!("{} is left", self.folder.display());
        }
    }
}

#[test]
fn with_the_plug_pulled_every_mail_that_was_taken_is_there() {
    let _turn = one_at_a_time();
    let Some(disk) = Plugged::mount() else { return };
    let mut process = Process::on_disk(&disk.place().join("data"));
    let seed = Dice::seed();
    let mut dice = Dice::new(!seed);
    let traffic = Traffic::begin(&process, seed);
    for _ in 0..CUTS {
        let before = traffic.accepted();
        comes_in(&process, &traffic, before + 3);
        park_timeout(Duration::from_millis(dice.between(LIFE_MS.0, LIFE_MS.1)));
        // Without power nobody says anything any more. A write under way when the file system goes down may be called a
        // success by it: on a machine that is off nobody hears of it.
        process.halt();
        disk.pull();
        process.kill();
        disk.plug_in();
        process.start();
    }
    let told = traffic.end();
    assert!(told.sent.iter().any(|mail| !mail.files.is_empty()), "no mail had a file");
    audit::all_is_well(&process, &told, Copies { at_most: CUTS * IN_HAND }, seed);
}

/// The same on a disk that says it has written and has not: what the story above looks for is then there to be found.
#[test]
fn on_a_disk_that_lies_the_same_loses_mails_and_that_is_seen() {
    const MAILS: usize = 20;
    let _turn = one_at_a_time();
    let Some(disk) = Plugged::mount() else { return };
    let mut process = Process::on_disk(&disk.place().join("data"));
    let liar = Tracer::inject(&process, "fsync,fdatasync:retval=0");
    let mut session = Session::open(process.doors().smtp);
    session.ehlo();
    for turn in 0..MAILS {
        let from = format!("anna{turn}@clienti.example");
        let said = session.send(&from, &[INBOX], &letter(&from, INBOX, "Domanda", "È rotta.").bytes());
        assert_eq!(said.code, 250, "{said:?}");
    }
    disk.pull();
    process.kill();
    drop(liar);
    disk.plug_in();
    // It may not even find its store again.
    let kept = match process.try_start(&[]) {
        Ok(()) => process.tables().get("arrival").map_or(0, Vec::len),
        Err(_) => 0,
    };
    assert!(kept < MAILS, "nothing was lost");
}
