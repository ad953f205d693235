//! The disk full, and the disk broken: `451`, nothing lost, and well again by itself.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::json;
use tests::letter::letter;
use tests::program::INBOX;
use tests::smtp::Session;

use super::audit::{self, Copies};
use super::dice::Dice;
use super::process::{Process, fresh_folder};
use super::traffic::Traffic;
use super::{assert_put_off_as_promised, comes_in, not_ready, one_at_a_time, ready};

/// Room for the store with its journal and for all mails that are let in, large ones among them, several times over.
const SMALL_DISK: &str = "size=256m";
/// Mails let in before the disk is filled, and again once it is: a tenth of them takes close to a megabyte.
const MAILS: usize = 100;

/// A disk of its own in memory; dropping it takes it away.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// None where this process may not mount.
    fn mount() -> Option<Self> {
        let at = fresh_folder();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", SMALL_DISK, "tmpfs"]).arg(&at).output();
        match mounted {
            Ok(done) if done.status.success() => Some(Self(at)),
            Ok(refused) => {
                eprintln!("no disk full here: {}", String::from_utf8_lossy(&refused.stderr));
                None
            }
            Err(error) => {
                eprintln!("no disk full here: {error}");
                None
            }
        }
    }

    /// Takes every byte there is.
    fn fill(&self) {
        let mut filler = File::options().create(true).append(true).open(self.filler()).expect("a file");
        for size in [1 << 16, 1 << 12, 1] {
            while filler.write_all(&vec![b'x'; size]).is_ok() {}
        }
    }

    fn free(&self) {
        fs::remove_file(self.filler()).expect("the filler is there");
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let gone = Command::new("umount").arg("-l").arg(&self.0).status();
        if !gone.is_ok_and(|gone| gone.success()) || fs::remove_dir(&self.0).is_err() {
            eprintln!("{} is left", self.0.display());
        }
    }
}

#[test]
fn with_the_disk_full_mails_are_put_off_and_none_is_lost() {
    let _turn = one_at_a_time();
    let Some(disk) = SmallDisk::mount() else { return };
    let mut process = Process::on_disk(&disk.0.join("data"));
    let seed = Dice::seed();
    let traffic = Traffic::begin(&process, seed);
    for _ in 0..2 {
        traffic.allow(MAILS);
        let before = traffic.accepted();
        comes_in(&process, &traffic, before + 5);
        disk.fill();
        traffic.allow(MAILS);
        process.wait_until("a mail that is put off", || {
            let put_off = traffic.put_off();
            if put_off.is_empty() { Err(format!("{} mails accepted", traffic.accepted())) } else { Ok(()) }
        });
        process.wait_until("/readyz to say that the disk is full", || not_ready(&process));
        disk.free();
        process.wait_until("/readyz to be well again", || ready(&process));
    }
    let told = traffic.end();
    assert_put_off_as_promised(&told);
    // The program never died: not one copy.
    audit::all_is_well(&process, &told, Copies { at_most: 0 }, seed);
    process.kill();
    process.start();
    audit::all_is_well(&process, &told, Copies { at_most: 0 }, seed);
}

/// What the system answers to calls of the program, as strace writes it, and whether every mail is put off.
const FAULTS: [(&str, bool); 5] = [
    ("fsync,fdatasync:error=EIO", true),
    ("pwrite64:error=ENOSPC", true),
    ("pwrite64:error=EIO:when=30+97", false),
    ("fsync,fdatasync:error=EIO:when=1+2", false),
    ("openat:error=EIO:when=3+4", false),
];

/// A tracer on the running program; dropping it lets the program go.
pub struct Tracer(Child);

impl Tracer {
    #[track_caller]
    pub fn inject(process: &Process, fault: &str) -> Self {
        let calls = fault.split(':').next().unwrap_or_default();
        let mut command = Command::new("strace");
        command.args(["-f", "-q", "-o", "/dev/null", "-e", &format!("trace={calls}")]);
        command.args(["-e", &format!("inject={fault}"), "-p", &process.pid().to_string()]);
        let tracer = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let tracer = Self(tracer.unwrap_or_else(|error| panic!("strace: {error}")));
        process.wait_until("every thread to be traced", || {
            let threads =
                fs::read_dir(format!("/proc/{}/task", process.pid())).map_err(|error| error.to_string())?;
            let free: Vec<PathBuf> =
                threads.flatten().map(|thread| thread.path()).filter(|thread| !is_traced(thread)).collect();
            if free.is_empty() { Ok(()) } else { Err(format!("{free:?} are not")) }
        });
        tracer
    }
}

fn is_traced(thread: &Path) -> bool {
    let status = fs::read_to_string(thread.join("status")).unwrap_or_default();
    // A thread that has ended meanwhile needs no tracer.
    status.lines().find_map(|line| line.strip_prefix("TracerPid:")).is_none_or(|tracer| tracer.trim() != "0")
}

impl Drop for Tracer {
    fn drop(&mut self) {
        // Asked to end it lets go of the program first.
        let asked = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        if !asked.is_ok_and(|asked| asked.success()) {
            let _ = self.0.kill();
        }
        let _ = self.0.wait();
    }
}

/// Not one of a dozen mails is taken, small or large.
#[track_caller]
fn all_put_off(process: &Process, fault: &str) {
    let mut session = Session::open(process.doors().smtp);
    session.ehlo();
    for turn in 0..12 {
        let text = format!("Sono Anna, per la volta {turn}.\n").repeat(if turn % 4 == 3 { 12_000 } else { 1 });
        let from = "anna@clienti.example";
        let said = session.send(from, &[INBOX], &letter(from, INBOX, "Domanda", &text).bytes());
        assert!(said.starts("451 4.3.0"), "{fault}: {said:?}");
        session.ask("RSET", 250);
    }
}

#[test]
fn with_a_broken_disk_mails_are_put_off_and_none_is_lost() {
    let _turn = one_at_a_time();
    let mut process = Process::on_sqlite();
    let seed = Dice::seed();
    let traffic = Traffic::begin(&process, seed);
    for (fault, always) in FAULTS {
        let before = traffic.accepted();
        comes_in(&process, &traffic, before + 5);
        let tracer = Tracer::inject(&process, fault);
        if always {
            process.wait_until(&format!("/readyz to notice {fault}"), || not_ready(&process));
            all_put_off(&process, fault);
            let team = json!({ "name": "Magazzino" });
            let again = process.api().post_json("/api/v1/teams", &team);
            assert_eq!(again.status, 503, "{fault}: {}", again.text());
        } else {
            let seen = traffic.accepted();
            comes_in(&process, &traffic, seen + 5);
        }
        drop(tracer);
        process.wait_until(&format!("/readyz to be well again after {fault}"), || ready(&process));
    }
    let told = traffic.end();
    assert_put_off_as_promised(&told);
    audit::all_is_well(&process, &told, Copies { at_most: 0 }, seed);
    process.kill();
    process.start();
    audit::all_is_well(&process, &told, Copies { at_most: 0 }, seed);
}
