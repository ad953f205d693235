//! The whole store carried elsewhere: into one file and back, or from one engine to the other. What arrives is
//! counted and hashed inside the transaction that writes it; anything else than an equal store is undone.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use ring::digest::{self, Context};

use crate::dump::{self, Plan, walk, write_row};
use crate::schema::{self, Kind, Table};
use crate::tx::{Purpose, Tx};
use crate::{Connection, Db, Error, Options, Place, Value, blob, migrate, seal};

/// How many rows a table has, and the SHA-256 of their canonical text: equal on both engines for equal rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    pub table: String,
    pub rows: u64,
    /// Lower-case hex.
    pub sha256: String,
}

/// What was carried.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    pub sums: Vec<Sum>,
    /// Contents too large for a row, and their bytes.
    pub files: u64,
    pub file_bytes: u64,
}

impl Carried {
    pub fn rows(&self) -> u64 {
        self.sums.iter().map(|sum| sum.rows).sum()
    }
}

/// What a backup file begins with, after unpacking.
const MARK: &[u8] = b"riscontro backup 1\n";
/// No value, name or file in a backup is longer; what says so is broken.
const LONGEST: u64 = 1 << 30;
/// Parameters of one statement at most; SQLite takes 32,766, PostgreSQL 65,535.
const PARAMETERS: usize = 900;

const TABLE: u8 = b'T';
const ROW: u8 = b'R';
const FILE: u8 = b'F';
const KEY: u8 = b'K';
const END: u8 = b'E';

impl Db {
    /// Counts and hashes every table of one snapshot. Blocks.
    ///
    /// # Errors
    /// A store that is away.
    pub fn sums(&self) -> Result<Vec<Sum>, Error> {
        let plans = dump::plans()?;
        self.read_everywhere(|tx| sums(tx, plans))
    }

    /// Writes one snapshot of everything into one file: rows, contents too large for a row, and the key that secrets
    /// are sealed with. A server may go on writing. Blocks.
    ///
    /// # Errors
    /// A store that is away, or an `out` that takes no more.
    pub fn backup(&self, out: &mut dyn Write) -> Result<Carried, Error> {
        let plans = dump::plans()?;
        let mut pack = Pack::begin(out, migrate::newest())?;
        if let Some(key) = self.sealer().key_file()? {
            pack.key(&key)?;
        }
        let mut carried = Carried::default();
        let files = self.read_everywhere(|tx| {
            let mut files = BTreeSet::new();
            for plan in plans {
                pack.table(&plan.table)?;
                let mut sum = Summing::of(&plan.table);
                walk(tx, plan, &mut |row| {
                    sum.row(row);
                    files.extend(file_of(&plan.table, row));
                    pack.row(row)
                })?;
                carried.sums.push(sum.done());
            }
            Ok::<_, Error>(files)
        })?;
        for sha256 in files {
            // What retention took away is gone here too; `verify` tells of any other that is missing.
            if self.measure(None, &sha256)?.is_none() {
                continue;
            }
            let bytes = self.fetch(None, &sha256)?;
            pack.file(&sha256, &bytes)?;
            carried.files += 1;
            carried.file_bytes += bytes.len() as u64;
        }
        pack.end(&carried.sums)?;
        Ok(carried)
    }

    /// Copies every row into a database in which there is none yet, and compares. Contents in files stay where they
    /// are. Blocks.
    ///
    /// # Errors
    /// A database that is away or not empty; [`Error::Broken`] when what was read there differs: nothing is left then.
    pub fn move_to(&self, url: &str, data_dir: &Path) -> Result<Carried, Error> {
        let plans = dump::plans()?;
        let place = Place::of(Some(url), data_dir)?;
        let mut target = Target::empty(&place, migrate::newest(), self.clock().now_ms())?;
        let mut carried = Carried::default();
        let outcome = self.read_everywhere(|tx| {
            for plan in plans {
                let mut sum = Summing::of(&plan.table);
                let mut filling = Filling::of(&plan.table);
                walk(tx, plan, &mut |row| {
                    sum.row(row);
                    filling.row(&mut target.connection, row.to_vec())
                })?;
                filling.rest(&mut target.connection)?;
                carried.sums.push(sum.done());
            }
            Ok::<_, Error>(())
        });
        target.finish(outcome, plans, &carried.sums)?;
        Ok(carried)
    }
}

/// Makes a store from a backup, also one of an earlier version: what changed since is carried out on it. Blocks.
///
/// # Errors
/// A place where there is a store already, a file that is no backup, was cut short or changed, or comes from a newer
/// version: nothing is left then but contents in files, which the next try finds again.
pub fn restore(
    url: Option<&str>,
    data_dir: &Path,
    options: &Options,
    from: &mut dyn Read,
    now_ms: i64,
) -> Result<Carried, Error> {
    let mut unpack = Unpack::begin(from)?;
    let version = unpack.number()?;
    if version > migrate::newest().unsigned_abs() {
        return Err(Error::Broken("the backup was made by a newer Riscontro".to_owned()));
    }
    let version = version as i64;
    std::fs::create_dir_all(data_dir)
        .map_err(|error| Error::Unavailable(format!("data directory {}: {error}", data_dir.display())))?;
    let place = Place::of(url, data_dir)?;
    let plans: Vec<Plan> = schema::tables_at(version)?.iter().map(dump::plan).collect();
    let blobs = blob::Blobs::under(data_dir, options.bucket.as_ref())?;
    let mut target = Target::empty(&place, version, now_ms)?;
    let mut carried = Carried::default();
    let outcome = unpack.fill(&mut target.connection, &plans, &mut carried, &mut |part| match part {
        Part::Key(key) => seal::Sealer::in_file(options.secret_key.as_deref(), data_dir).take_key(&key),
        Part::File(sha256, bytes) => {
            let kept = blobs.keep(&bytes)?;
            if kept.sha256 == sha256 { Ok(()) } else { Err(damaged()) }
        }
    });
    target.finish(outcome, &plans, &carried.sums)?;
    let mut connection = place.connect_writer()?;
    migrate::run(&mut connection, &place, now_ms)?;
    Ok(carried)
}

fn damaged() -> Error {
    Error::Broken("the backup is cut short or was changed".to_owned())
}

/// The name of the content that stands in a file of its own, of a row that tells of one.
fn file_of(table: &Table, row: &[Value]) -> Option<String> {
    let at = |name: &str| table.columns.iter().position(|column| column.name == name);
    match (row.get(at("sha256")?)?, row.get(at("size_bytes")?)?) {
        (Value::Text(sha256), Value::Int(size)) if *size > blob::INLINE_BYTES as i64 => Some(sha256.clone()),
        _ => None,
    }
}

fn sums(tx: &mut Tx<'_>, plans: &[Plan]) -> Result<Vec<Sum>, Error> {
    let mut found = Vec::with_capacity(plans.len());
    for plan in plans {
        let mut sum = Summing::of(&plan.table);
        walk(tx, plan, &mut |row| {
            sum.row(row);
            Ok(())
        })?;
        found.push(sum.done());
    }
    Ok(found)
}

struct Summing<'a> {
    table: &'a Table,
    rows: u64,
    digest: Context,
    line: String,
}

impl<'a> Summing<'a> {
    fn of(table: &'a Table) -> Self {
        Self { table, rows: 0, digest: Context::new(&digest::SHA256), line: String::new() }
    }

    fn row(&mut self, row: &[Value]) {
        write_row(self.table, row, &mut self.line);
        self.digest.update(self.line.as_bytes());
        self.rows += 1;
    }

    fn done(self) -> Sum {
        let sha256 = blob::hex(self.digest.finish().as_ref());
        Sum { table: self.table.name.to_owned(), rows: self.rows, sha256 }
    }
}

/// A database being filled, inside one transaction.
struct Target {
    connection: Connection,
}

impl Target {
    fn empty(place: &Place, version: i64, now_ms: i64) -> Result<Self, Error> {
        let mut connection = place.connect_writer()?;
        if migrate::has_begun(&mut connection)? {
            return Err(Error::Broken(
                "there is a store already: name a directory or a database where no Riscontro was ever started"
                    .to_owned(),
            ));
        }
        migrate::run_to(&mut connection, place, version, now_ms)?;
        connection.begin(Purpose::Write)?;
        Ok(Self { connection })
    }

    /// Keeps what was filled in when it is what was to come, else nothing of it.
    fn finish(mut self, outcome: Result<(), Error>, plans: &[Plan], wanted: &[Sum]) -> Result<(), Error> {
        let compared = outcome.and_then(|()| {
            let found = sums(&mut Tx::new(&mut self.connection, 0, 0, None), plans)?;
            match found.iter().zip(wanted).find(|(found, wanted)| found != wanted) {
                None if found.len() == wanted.len() => Ok(()),
                Some((found, wanted)) => Err(Error::Broken(format!(
                    "{}: {} rows arrived differently from the {} that left",
                    found.table, found.rows, wanted.rows
                ))),
                None => Err(damaged()),
            }
        });
        match compared {
            Ok(()) => self.connection.batch("commit"),
            Err(error) => {
                self.connection.rollback()?;
                migrate::forget(&mut self.connection, plans.iter().map(|plan| plan.table.name))?;
                Err(error)
            }
        }
    }
}

/// Rows of one table on their way into a database, many to a statement.
struct Filling<'a> {
    table: &'a Table,
    together: usize,
    many: &'static str,
    one: &'static str,
    waiting: Vec<Value>,
}

impl<'a> Filling<'a> {
    fn of(table: &'a Table) -> Self {
        let width = table.columns.len().max(1);
        let together = (PARAMETERS / width).max(1);
        let names = table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
        let statement = |rows: usize| -> &'static str {
            let values: Vec<String> = (0..rows)
                .map(|row| {
                    let places: Vec<String> = (1..=width).map(|n| format!("?{}", row * width + n)).collect();
                    format!("({})", places.join(", "))
                })
                .collect();
            let sql = format!("insert into {} ({names}) values {}", table.name, values.join(", "));
            Box::leak(sql.into_boxed_str())
        };
        Self { table, together, many: statement(together), one: statement(1), waiting: Vec::new() }
    }

    fn row(&mut self, into: &mut Connection, row: Vec<Value>) -> Result<(), Error> {
        let columns = &self.table.columns;
        self.waiting.extend(row.into_iter().zip(columns).map(|(value, column)| match (value, column.kind) {
            (Value::Int(number), Kind::Boolean) => Value::Bool(number != 0),
            (value, _) => value,
        }));
        if self.waiting.len() < self.together * columns.len() {
            return Ok(());
        }
        into.execute(self.many, &self.waiting)?;
        self.waiting.clear();
        Ok(())
    }

    fn rest(&mut self, into: &mut Connection) -> Result<(), Error> {
        let width = self.table.columns.len().max(1);
        for row in self.waiting.chunks(width) {
            into.execute(self.one, row)?;
        }
        self.waiting.clear();
        Ok(())
    }
}

/// Writes a backup: packed, and hashed as it goes.
struct Pack<'a> {
    out: GzEncoder<&'a mut dyn Write>,
    digest: Context,
}

impl<'a> Pack<'a> {
    fn begin(out: &'a mut dyn Write, version: i64) -> Result<Self, Error> {
        let out = GzEncoder::new(out, Compression::fast());
        let mut pack = Self { out, digest: Context::new(&digest::SHA256) };
        pack.put(MARK)?;
        pack.put(&version.to_le_bytes())?;
        Ok(pack)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.digest.update(bytes);
        self.out.write_all(bytes).map_err(unwritten)
    }

    fn long(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.put(&(bytes.len() as u64).to_le_bytes())?;
        self.put(bytes)
    }

    fn key(&mut self, key: &[u8]) -> Result<(), Error> {
        self.put(&[KEY])?;
        self.long(key)
    }

    fn table(&mut self, table: &Table) -> Result<(), Error> {
        self.put(&[TABLE])?;
        self.long(table.name.as_bytes())
    }

    fn row(&mut self, row: &[Value]) -> Result<(), Error> {
        self.put(&[ROW])?;
        row.iter().try_for_each(|value| match value {
            Value::Null => self.put(&[0]),
            Value::Int(number) => {
                self.put(&[1])?;
                self.put(&number.to_le_bytes())
            }
            Value::Bool(so) => self.put(&[2 + u8::from(*so)]),
            Value::Text(text) => {
                self.put(&[4])?;
                self.long(text.as_bytes())
            }
            Value::Bytes(bytes) => {
                self.put(&[5])?;
                self.long(bytes)
            }
        })
    }

    fn file(&mut self, sha256: &str, bytes: &[u8]) -> Result<(), Error> {
        self.put(&[FILE])?;
        self.long(sha256.as_bytes())?;
        self.long(bytes)
    }

    fn end(mut self, sums: &[Sum]) -> Result<(), Error> {
        self.put(&[END])?;
        for sum in sums {
            self.long(sum.table.as_bytes())?;
            self.put(&sum.rows.to_le_bytes())?;
            self.long(sum.sha256.as_bytes())?;
        }
        let whole = self.digest.clone().finish();
        self.out.write_all(whole.as_ref()).map_err(unwritten)?;
        self.out.finish().map(drop).map_err(unwritten)
    }
}

fn unwritten(error: io::Error) -> Error {
    Error::Unavailable(format!("writing the backup: {error}"))
}

/// What a backup has besides rows.
enum Part {
    Key(Vec<u8>),
    File(String, Vec<u8>),
}

/// Reads a backup, and believes nothing in it.
struct Unpack<'a> {
    from: GzDecoder<&'a mut dyn Read>,
    digest: Context,
}

impl<'a> Unpack<'a> {
    fn begin(from: &'a mut dyn Read) -> Result<Self, Error> {
        let mut unpack = Self { from: GzDecoder::new(from), digest: Context::new(&digest::SHA256) };
        match unpack.exactly(MARK.len() as u64) {
            Ok(mark) if mark == MARK => Ok(unpack),
            Ok(_) | Err(_) => Err(Error::Broken("this is not a backup of Riscontro".to_owned())),
        }
    }

    fn exactly(&mut self, length: u64) -> Result<Vec<u8>, Error> {
        if length > LONGEST {
            return Err(damaged());
        }
        let mut bytes = Vec::new();
        let read = (&mut self.from).take(length).read_to_end(&mut bytes).map_err(|_| damaged())?;
        if read as u64 != length {
            return Err(damaged());
        }
        self.digest.update(&bytes);
        Ok(bytes)
    }

    fn number(&mut self) -> Result<u64, Error> {
        let bytes = self.exactly(8)?;
        bytes.try_into().map(u64::from_le_bytes).map_err(|_| damaged())
    }

    fn byte(&mut self) -> Result<u8, Error> {
        self.exactly(1)?.first().copied().ok_or_else(damaged)
    }

    fn long(&mut self) -> Result<Vec<u8>, Error> {
        let length = self.number()?;
        self.exactly(length)
    }

    fn text(&mut self) -> Result<String, Error> {
        String::from_utf8(self.long()?).map_err(|_| damaged())
    }

    fn value(&mut self) -> Result<Value, Error> {
        Ok(match self.byte()? {
            0 => Value::Null,
            1 => Value::Int(self.number()? as i64),
            2 => Value::Bool(false),
            3 => Value::Bool(true),
            4 => Value::Text(self.text()?),
            5 => Value::Bytes(self.long()?),
            _ => return Err(damaged()),
        })
    }

    /// Reads to the end: rows into the database, tables in the order of the schema, other parts to whom they belong.
    fn fill(
        &mut self,
        into: &mut Connection,
        plans: &[Plan],
        carried: &mut Carried,
        take: &mut dyn FnMut(Part) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut left = plans.iter();
        let mut filling: Option<Filling<'_>> = None;
        loop {
            match self.byte()? {
                TABLE => {
                    if let Some(mut done) = filling.take() {
                        done.rest(into)?;
                    }
                    let (name, plan) = (self.text()?, left.next().ok_or_else(damaged)?);
                    if name != plan.table.name {
                        return Err(damaged());
                    }
                    filling = Some(Filling::of(&plan.table));
                }
                ROW => {
                    let filling = filling.as_mut().ok_or_else(damaged)?;
                    let width = filling.table.columns.len();
                    let row = (0..width).map(|_| self.value()).collect::<Result<Vec<_>, _>>()?;
                    filling.row(into, row)?;
                }
                FILE => {
                    let (sha256, bytes) = (self.text()?, self.long()?);
                    carried.files += 1;
                    carried.file_bytes += bytes.len() as u64;
                    take(Part::File(sha256, bytes))?;
                }
                KEY => {
                    let key = self.long()?;
                    take(Part::Key(key))?;
                }
                END => {
                    if let Some(mut done) = filling.take() {
                        done.rest(into)?;
                    }
                    return self.end(plans, carried);
                }
                _ => return Err(damaged()),
            }
        }
    }

    fn end(&mut self, plans: &[Plan], carried: &mut Carried) -> Result<(), Error> {
        for plan in plans {
            let (table, rows, sha256) = (self.text()?, self.number()?, self.text()?);
            if table != plan.table.name {
                return Err(damaged());
            }
            carried.sums.push(Sum { table, rows, sha256 });
        }
        let whole = self.digest.clone().finish();
        let mut said = Vec::new();
        self.from.read_to_end(&mut said).map_err(|_| damaged())?;
        if said == whole.as_ref() { Ok(()) } else { Err(damaged()) }
    }
}
