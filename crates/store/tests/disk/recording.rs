//! What was done to the files of a folder, and what a power cut leaves of it.

use std::collections::BTreeMap;

use crate::tap::Deed;

/// What a disk writes at once.
const SECTOR: usize = 512;

pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// What becomes of that which was written and not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Lost,
    Kept,
    /// Some of it is kept: of each deed, or of each sector, or of the last one a part.
    Torn(u64),
}

pub(crate) struct Recording {
    pub(crate) deeds: Vec<(String, Deed)>,
}

/// A file: as it is on the disk for certain, and what was done since.
#[derive(Default)]
struct Kept<'r> {
    bytes: Option<Vec<u8>>,
    since: Vec<&'r Deed>,
}

impl Recording {
    /// What was acknowledged before a point.
    pub(crate) fn acknowledged(&self, point: usize) -> usize {
        self.deeds[..point].iter().filter(|(_, deed)| matches!(deed, Deed::Acknowledged)).count()
    }

    /// Whether a file is written through, or somebody told so, as soon as a point is passed.
    pub(crate) fn is_synced_next(&self, point: usize) -> bool {
        let next = self.deeds.get(point).map(|(_, deed)| deed);
        matches!(next, None | Some(Deed::Synced | Deed::Replaced { .. } | Deed::Acknowledged))
    }

    /// What is on the disk where the power goes before the deed of that number.
    pub(crate) fn left(&self, point: usize, fate: Fate) -> Files {
        let mut files: BTreeMap<&str, Kept<'_>> = BTreeMap::new();
        for (name, deed) in &self.deeds[..point] {
            if matches!(deed, Deed::Acknowledged) {
                continue;
            }
            let file = files.entry(name).or_default();
            match deed {
                Deed::Synced => file.sync(),
                Deed::Replaced { bytes } => file.bytes = Some(bytes.clone()),
                _ => file.since.push(deed),
            }
            // Whoever syncs a folder keeps what was made and removed in it.
            if matches!(deed, Deed::Replaced { .. }) {
                files.values_mut().for_each(Kept::settle);
            }
        }
        let mut seeded = Seeded::of(fate, point);
        let left = files.into_iter().map(|(name, file)| (name.to_owned(), file.after(fate, &mut seeded)));
        left.filter_map(|(name, bytes)| Some((name, bytes?))).collect()
    }
}

impl Kept<'_> {
    fn sync(&mut self) {
        for deed in std::mem::take(&mut self.since) {
            apply(&mut self.bytes, deed);
        }
    }

    fn settle(&mut self) {
        match self.since.iter().rposition(|deed| matches!(deed, Deed::Removed)) {
            Some(last) => {
                self.since.drain(..=last);
                self.bytes = None;
            }
            None if self.since.is_empty() => return,
            None => {}
        }
        if !self.since.is_empty() {
            self.bytes.get_or_insert_default();
        }
    }

    fn after(self, fate: Fate, seeded: &mut Seeded) -> Option<Vec<u8>> {
        let Self { mut bytes, since } = self;
        let last = since.len();
        for (number, deed) in since.into_iter().enumerate() {
            match fate {
                Fate::Lost => {}
                Fate::Kept => apply(&mut bytes, deed),
                Fate::Torn(seed) => match seed % 3 {
                    0 if seeded.is_heads() => apply(&mut bytes, deed),
                    1 => apply_some(&mut bytes, deed, seeded),
                    2 if number + 1 < last => apply(&mut bytes, deed),
                    2 => apply_some(&mut bytes, deed, seeded),
                    _ => {}
                },
            }
        }
        bytes
    }
}

fn apply(file: &mut Option<Vec<u8>>, deed: &Deed) {
    match deed {
        Deed::Opened => drop(file.get_or_insert_default()),
        Deed::Written { at, bytes } => put(file.get_or_insert_default(), *at, bytes),
        Deed::Cut { size } => file.get_or_insert_default().resize(*size, 0),
        Deed::Removed => *file = None,
        Deed::Synced | Deed::Replaced { .. } | Deed::Acknowledged => {}
    }
}

fn put(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    file.resize(file.len().max(at + bytes.len()), 0);
    file[at..at + bytes.len()].copy_from_slice(bytes);
}

/// Of what is written some sectors; of anything else all or nothing.
fn apply_some(file: &mut Option<Vec<u8>>, deed: &Deed, seeded: &mut Seeded) {
    let Deed::Written { at, bytes } = deed else {
        if seeded.is_heads() {
            apply(file, deed);
        }
        return;
    };
    let (mut from, end) = (*at, at + bytes.len());
    while from < end {
        let to = end.min((from / SECTOR + 1) * SECTOR);
        if seeded.is_heads() {
            put(file.get_or_insert_default(), from, &bytes[from - at..to - at]);
        }
        from = to;
    }
}

/// Chance that follows from a seed.
struct Seeded(u64);

impl Seeded {
    fn of(fate: Fate, point: usize) -> Self {
        let Fate::Torn(seed) = fate else { return Self(1) };
        Self((seed << 32 | point as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn is_heads(&mut self) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 33 & 1 == 1
    }
}

#[test]
fn what_was_synced_is_left_and_of_the_rest_what_its_fate_says() {
    let write = |at, byte| ("a".to_owned(), Deed::Written { at, bytes: vec![byte; 2 * SECTOR] });
    let synced = ("a".to_owned(), Deed::Synced);
    let recording = Recording { deeds: vec![write(0, 1), synced, write(0, 2), write(2 * SECTOR, 3)] };
    let left = |point, fate| recording.left(point, fate).remove("a");
    assert_eq!(left(1, Fate::Lost), None, "nothing is kept yet");
    assert_eq!(left(4, Fate::Lost), Some(vec![1; 2 * SECTOR]));
    let whole = [[2; 2 * SECTOR], [3; 2 * SECTOR]].concat();
    assert_eq!(left(4, Fate::Kept), Some(whole));
    let torn = (0..30).filter_map(|seed| left(4, Fate::Torn(seed)));
    let torn: Vec<_> = torn.filter(|bytes| bytes.chunks(SECTOR).any(|sector| sector[0] == 1)).collect();
    assert!(torn.len() > 5, "some of it is kept: {}", torn.len());
    assert!(torn.iter().flat_map(|bytes| bytes.chunks(SECTOR)).all(|one| one.iter().all(|b| *b == one[0])));
}
