//! Rows of mailings.

use db::{Error, Row};
use spine::inbox::Tier;

use super::model::{Every, Mailing, What};

macro_rules! mailing {
    () => {
        "id, oid, report, every, hour, inbox_id, tier, recipients, paused, made_by_id, made_at_ms, next_at_ms,
         last_at_ms, last_mails, failed_at_ms, failed_why"
    };
}

db::queries! {
    "mailing";
    account {
        LIST = concat!("select ", mailing!(), " from report_mailing where account_id = ?1 order by id limit ?2");
        FIND = concat!("select ", mailing!(), " from report_mailing where account_id = ?1 and id = ?2");
        BY_OID = concat!("select ", mailing!(), " from report_mailing where account_id = ?1 and oid = ?2");
        ADD = concat!("insert into report_mailing (account_id, ", mailing!(), ")
                       values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, null, null, null, null)");
        CHANGE = "update report_mailing set report = ?3, every = ?4, hour = ?5, inbox_id = ?6, tier = ?7, recipients = ?8,
                    next_at_ms = ?9
                  where account_id = ?1 and id = ?2";
        PAUSE = "update report_mailing set paused = ?3, next_at_ms = ?4 where account_id = ?1 and id = ?2";
        DROP_IT = "delete from report_mailing where account_id = ?1 and id = ?2";
        /// Takes the turn of one moment; changes nothing when another node has taken it.
        CLAIM = "update report_mailing set next_at_ms = ?4 where account_id = ?1 and id = ?2 and next_at_ms = ?3";
        SENT = "update report_mailing set last_at_ms = ?3, last_mails = ?4, failed_at_ms = null, failed_why = null
                where account_id = ?1 and id = ?2";
        FAILED = "update report_mailing set failed_at_ms = ?3, failed_why = ?4 where account_id = ?1 and id = ?2";
    }
    everywhere {
        DUE = "select account_id, id from report_mailing where next_at_ms <= ?1 order by next_at_ms, id limit ?2";
    }
}

pub(super) fn read(row: &mut Row) -> Result<Mailing, Error> {
    let broken = |what: &str| Error::Broken(format!("report_mailing.{what} cannot be read"));
    Ok(Mailing {
        id: row.next()?,
        oid: row.next()?,
        what: What::of_name(&row.next::<String>()?).ok_or_else(|| broken("report"))?,
        every: Every::of_name(&row.next::<String>()?).ok_or_else(|| broken("every"))?,
        hour: row.next()?,
        inbox_id: row.next()?,
        tier: row.next::<Option<String>>()?.as_deref().and_then(Tier::of_name),
        recipients: serde_json::from_str(&row.next::<String>()?).map_err(|_| broken("recipients"))?,
        paused: row.next()?,
        made_by_id: row.next()?,
        made_at_ms: row.next()?,
        next_at_ms: row.next()?,
        last_at_ms: row.next()?,
        last_mails: row.next()?,
        failed: row.next::<Option<i64>>()?.zip(row.next::<Option<String>>()?),
    })
}
