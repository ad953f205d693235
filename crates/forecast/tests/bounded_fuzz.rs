//! The files' fuzz entry on a few hundred inputs, the same ones every time. The unbounded run is in `fuzz/`.

#[path = "../../../fuzz/entries/forecast.rs"]
mod entries;
#[path = "../../../fuzz/entries/mutation.rs"]
mod mutation;

#[test]
fn any_file_is_read_or_refused_and_what_is_read_is_answered() {
    let desk: String = (2..16)
        .flat_map(|day| (9..18).map(move |hour| format!("2026-03-{day:02}T{hour:02}:00,{}\n", day * hour % 23)))
        .collect();
    let corpus = [
        format!("start,count\n{desk}").into_bytes(),
        b"name,start_slot,slots,breaks,cost,max,group\na,0,8,3;4,2,,x\nb,4,12,5-6,3,4,y\nc,16,8,,2,,x\n"
            .to_vec(),
        b"start,required\n07:00,2\n07:15,3\n07:30,1\n".to_vec(),
        b"date,event\n2026-03-05,fatture\n".to_vec(),
    ];
    let words: [&[u8]; 12] = [
        b",",
        b"\n",
        b"\"",
        b"NaN",
        b"-1",
        b"1e308",
        b"2026-03-29T02:30",
        b"2026-10-25T02:30",
        b"+02:00",
        b"9999-12-31",
        b"-9999-01-01T00:00",
        b"0",
    ];
    mutation::run(entries::forecast_files, &corpus, &words, 7, 400);
}
