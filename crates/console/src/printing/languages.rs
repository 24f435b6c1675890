//! Languages by name.

/// By ISO 639-2, those of which a language has two in both.
const NAMES: &[(&[&str], &str)] = &[
    (&["eng"], "English"),
    (&["spa"], "Spanish"),
    (&["zho", "chi"], "Chinese"),
    (&["yue"], "Cantonese"),
    (&["cmn"], "Mandarin Chinese"),
    (&["vie"], "Vietnamese"),
    (&["ara"], "Arabic"),
    (&["fra", "fre"], "French"),
    (&["kor"], "Korean"),
    (&["rus"], "Russian"),
    (&["tgl", "fil"], "Tagalog"),
    (&["hat"], "Haitian Creole"),
    (&["por"], "Portuguese"),
    (&["pol"], "Polish"),
    (&["ita"], "Italian"),
    (&["deu", "ger"], "German"),
    (&["jpn"], "Japanese"),
    (&["hin"], "Hindi"),
    (&["urd"], "Urdu"),
    (&["fas", "per"], "Persian"),
    (&["guj"], "Gujarati"),
    (&["pan"], "Punjabi"),
    (&["ben"], "Bangla"),
    (&["nep"], "Nepali"),
    (&["som"], "Somali"),
    (&["amh"], "Amharic"),
    (&["tir"], "Tigrinya"),
    (&["swa"], "Swahili"),
    (&["yor"], "Yoruba"),
    (&["ibo"], "Igbo"),
    (&["hau"], "Hausa"),
    (&["ukr"], "Ukrainian"),
    (&["ell", "gre"], "Greek"),
    (&["hye", "arm"], "Armenian"),
    (&["kat", "geo"], "Georgian"),
    (&["heb"], "Hebrew"),
    (&["yid"], "Yiddish"),
    (&["tur"], "Turkish"),
    (&["kur"], "Kurdish"),
    (&["pus"], "Pashto"),
    (&["hmn"], "Hmong"),
    (&["khm"], "Central Khmer"),
    (&["lao"], "Lao"),
    (&["tha"], "Thai"),
    (&["mya", "bur"], "Burmese"),
    (&["ilo"], "Iloko"),
    (&["tam"], "Tamil"),
    (&["tel"], "Telugu"),
    (&["mal"], "Malayalam"),
    (&["kan"], "Kannada"),
    (&["mar"], "Marathi"),
    (&["sin"], "Sinhala"),
    (&["ron", "rum"], "Romanian"),
    (&["hun"], "Hungarian"),
    (&["ces", "cze"], "Czech"),
    (&["slk", "slo"], "Slovak"),
    (&["bul"], "Bulgarian"),
    (&["srp"], "Serbian"),
    (&["hrv"], "Croatian"),
    (&["bos"], "Bosnian"),
    (&["sqi", "alb"], "Albanian"),
    (&["nld", "dut"], "Dutch"),
    (&["nav"], "Navajo"),
    (&["smo"], "Samoan"),
    (&["haw"], "Hawaiian"),
    (&["sgn"], "Sign Languages"),
    (&["ase"], "American Sign Language"),
    (&["und"], "Unknown"),
];

/// A language by its code; a code that is not known stays as it is.
pub(crate) fn language(code: &str) -> String {
    let plain = code.trim().to_ascii_lowercase();
    let known = NAMES.iter().find(|(codes, _)| codes.contains(&plain.as_str()));
    known.map_or_else(|| code.to_owned(), |(_, name)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn a_language_is_told_by_name_and_what_is_not_known_as_it_stands() {
        let said = ["spa", "SPA", "zho", "chi", "hat", "qqq", "Spanish"].map(language);
        assert_eq!(said, ["Spanish", "Spanish", "Chinese", "Chinese", "Haitian Creole", "qqq", "Spanish"]);
    }
}
