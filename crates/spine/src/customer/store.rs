//! Rows of customers and identities.

macro_rules! columns {
    () => {
        "c.id, c.oid, c.name, c.tier, c.language, c.attributes, c.created_at_ms"
    };
}

db::queries! {
    "customer";
    account {
        ADD = "insert into customer (account_id, id, oid, name, tier, language, attributes, created_at_ms)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        SAVE = "update customer set name = ?3, tier = ?4, language = ?5, attributes = ?6 where account_id = ?1 and id = ?2";
        FIND = concat!("select ", columns!(), " from customer c where c.account_id = ?1 and c.id = ?2");
        BY_OID = concat!("select ", columns!(), " from customer c where c.account_id = ?1 and c.oid = ?2");
        KNOWN_AS = concat!("select ", columns!(), " from identity i
                    join customer c on c.account_id = i.account_id and c.id = i.customer_id
                    where i.account_id = ?1 and i.kind = ?2 and i.value = ?3");
        LIST = concat!("select ", columns!(), " from customer c
                where c.account_id = ?1 and c.id < ?2 order by c.id desc limit ?3");
        ADD_IDENTITY = "insert into identity (account_id, id, customer_id, kind, value, proof, reach, created_at_ms)
                        values (?1, ?2, ?3, ?4, ?5, ?6, 'good', ?7)
                        on conflict (account_id, kind, value) do nothing";
        IDENTITIES = "select kind, value, proof, reach, reach_code, reach_reason, reach_at_ms from identity
                      where account_id = ?1 and customer_id = ?2 order by id limit 100";
        MARK_REACH = "update identity set reach = ?4, reach_code = ?5, reach_reason = ?6, reach_at_ms = ?7
                      where account_id = ?1 and kind = ?2 and value = ?3";
    }
}
