//! Which state's post offices have a ZIP code.

/// First digits of ZIP codes, from and to, and the state, territory or forces' post that has them. A code may be
/// of several: the last ones are those that the census finds on both sides of a border.
const ZIPS: &[(&str, &str, &str)] = &[
    ("005", "005", "NY"),
    ("006", "007", "PR"),
    ("008", "008", "VI"),
    ("009", "009", "PR"),
    ("010", "027", "MA"),
    ("028", "029", "RI"),
    ("030", "038", "NH"),
    ("039", "049", "ME"),
    ("050", "054", "VT"),
    ("055", "055", "MA"),
    ("056", "059", "VT"),
    ("060", "069", "CT"),
    ("06390", "06390", "NY"),
    ("070", "089", "NJ"),
    ("090", "098", "AE"),
    ("100", "149", "NY"),
    ("150", "196", "PA"),
    ("197", "199", "DE"),
    ("200", "200", "DC"),
    ("201", "201", "VA"),
    ("202", "205", "DC"),
    ("206", "219", "MD"),
    ("220", "246", "VA"),
    ("247", "268", "WV"),
    ("270", "289", "NC"),
    ("290", "299", "SC"),
    ("300", "319", "GA"),
    ("320", "339", "FL"),
    ("340", "340", "AA"),
    ("341", "349", "FL"),
    ("350", "369", "AL"),
    ("370", "385", "TN"),
    ("386", "397", "MS"),
    ("398", "399", "GA"),
    ("400", "427", "KY"),
    ("430", "459", "OH"),
    ("460", "479", "IN"),
    ("480", "499", "MI"),
    ("500", "528", "IA"),
    ("530", "549", "WI"),
    ("550", "567", "MN"),
    ("569", "569", "DC"),
    ("570", "577", "SD"),
    ("580", "588", "ND"),
    ("590", "599", "MT"),
    ("600", "629", "IL"),
    ("630", "658", "MO"),
    ("660", "679", "KS"),
    ("680", "693", "NE"),
    ("700", "714", "LA"),
    ("716", "729", "AR"),
    ("730", "732", "OK"),
    ("733", "733", "TX"),
    ("734", "749", "OK"),
    ("750", "799", "TX"),
    ("800", "816", "CO"),
    ("820", "831", "WY"),
    ("832", "838", "ID"),
    ("83414", "83414", "WY"),
    ("840", "847", "UT"),
    ("850", "865", "AZ"),
    ("870", "884", "NM"),
    ("885", "885", "TX"),
    ("889", "898", "NV"),
    ("900", "961", "CA"),
    ("962", "966", "AP"),
    ("967", "968", "HI"),
    ("96799", "96799", "AS"),
    ("969", "969", "GU"),
    ("969", "969", "FM"),
    ("969", "969", "MH"),
    ("969", "969", "MP"),
    ("969", "969", "PW"),
    ("970", "979", "OR"),
    ("980", "994", "WA"),
    ("995", "999", "AK"),
    ("02861", "02861", "MA"),
    ("42223", "42223", "TN"),
    ("59221", "59221", "ND"),
    ("63673", "63673", "IL"),
    ("71749", "71749", "LA"),
    ("73949", "73949", "TX"),
    ("81137", "81137", "NM"),
    ("84536", "84536", "AZ"),
    ("86044", "86044", "UT"),
    ("86515", "86515", "NM"),
    ("88063", "88063", "TX"),
    ("89439", "89439", "CA"),
    ("97635", "97635", "CA"),
];

/// Whether a state's post offices have a ZIP code, with or without its extension.
pub fn zip_is_in(zip: &str, state: &str) -> bool {
    ZIPS.iter().any(|(from, to, whose)| {
        let first = zip.get(..from.len()).unwrap_or(zip);
        *whose == state && (*from..=*to).contains(&first)
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{ZIPS, zip_is_in};
    use crate::PatientField as F;

    /// A town of each state, territory and forces' post.
    const TOWNS: [(&str, &str); 62] = [
        ("AA", "34002"),
        ("AE", "09012"),
        ("AK", "99801"),
        ("AL", "36104"),
        ("AP", "96319"),
        ("AR", "72201"),
        ("AS", "96799"),
        ("AZ", "85001"),
        ("CA", "95814"),
        ("CO", "80202"),
        ("CT", "06103"),
        ("DC", "20001"),
        ("DE", "19901"),
        ("FL", "32301"),
        ("FM", "96941"),
        ("GA", "30303"),
        ("GU", "96910"),
        ("HI", "96813"),
        ("IA", "50309"),
        ("ID", "83702"),
        ("IL", "62701"),
        ("IN", "46225"),
        ("KS", "66603"),
        ("KY", "40601"),
        ("LA", "70802"),
        ("MA", "02201"),
        ("MD", "21401"),
        ("ME", "04330"),
        ("MH", "96960"),
        ("MI", "48933"),
        ("MN", "55102"),
        ("MO", "65101"),
        ("MP", "96950"),
        ("MS", "39205"),
        ("MT", "59623"),
        ("NC", "27601"),
        ("ND", "58501"),
        ("NE", "68502"),
        ("NH", "03301"),
        ("NJ", "08608"),
        ("NM", "87501"),
        ("NV", "89701"),
        ("NY", "12207"),
        ("OH", "43215"),
        ("OK", "73102"),
        ("OR", "97301"),
        ("PA", "17101"),
        ("PR", "00901"),
        ("PW", "96940"),
        ("RI", "02903"),
        ("SC", "29217"),
        ("SD", "57501"),
        ("TN", "37219"),
        ("TX", "78701"),
        ("UT", "84111"),
        ("VA", "23219"),
        ("VI", "00802"),
        ("VT", "05602"),
        ("WA", "98501"),
        ("WI", "53703"),
        ("WV", "25301"),
        ("WY", "82001"),
    ];

    /// Towns whose first three digits are another's too.
    const SHARED: [(&str, &[&str]); 6] = [
        ("AS", &["HI"]),
        ("FM", &["GU", "MH", "MP", "PW"]),
        ("GU", &["FM", "MH", "MP", "PW"]),
        ("MH", &["FM", "GU", "MP", "PW"]),
        ("MP", &["FM", "GU", "MH", "PW"]),
        ("PW", &["FM", "GU", "MH", "MP"]),
    ];

    #[test]
    fn a_town_is_in_its_own_state_and_in_no_other() {
        assert!(TOWNS.iter().map(|(state, _)| state).eq(F::STATES), "each has a town");
        for (state, zip) in TOWNS {
            for other in F::STATES {
                let shares = SHARED.iter().any(|(whose, with)| *whose == state && with.contains(other));
                assert_eq!(zip_is_in(zip, other), *other == state || shares, "{zip} in {other}");
            }
            assert!(zip_is_in(&format!("{zip}-0042"), state), "an extension changes nothing");
        }
    }

    #[test]
    fn borders_are_as_odd_as_they_are() {
        for (zip, states) in [
            ("06390", ["CT", "NY"]),
            ("83414", ["ID", "WY"]),
            ("96799", ["AS", "HI"]),
            ("42223", ["KY", "TN"]),
            ("97635-0001", ["CA", "OR"]),
            ("02861", ["MA", "RI"]),
        ] {
            let found: Vec<_> = F::STATES.iter().filter(|state| zip_is_in(zip, state)).collect();
            assert_eq!(found, states.iter().collect::<Vec<_>>(), "{zip}");
        }
        let nobodys = ["00000", "34567é", "", "é", "2690", "999"];
        assert_eq!(
            nobodys.map(|zip| F::STATES.iter().filter(|state| zip_is_in(zip, state)).count()),
            [0, 1, 0, 0, 0, 1]
        );
    }

    #[test]
    fn the_committed_bindings_of_zip_codes_are_what_this_table_says() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/writes/zip-table.ts");
        let rows: String = ZIPS
            .iter()
            .map(|(from, to, state)| format!("  [\"{from}\", \"{to}\", \"{state}\"],\n"))
            .collect();
        let wanted = format!(
            "// Made by `cargo xtask bindings` from crates/model. Not to be edited.\n\n\
             /** First digits of ZIP codes, from and to, and the state that has them. */\n\
             export const ZIPS: readonly (readonly [string, string, string])[] = [\n{rows}];\n"
        );
        if std::env::var_os("DAYBOOK_WRITE_BINDINGS").is_some() {
            std::fs::write(&path, &wanted).expect("writable");
        }
        let found = std::fs::read_to_string(&path).expect("the table is committed");
        assert!(found == wanted, "ui/src/writes/zip-table.ts has drifted: run `cargo xtask bindings`");
    }
}
