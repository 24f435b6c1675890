//! Visits side by side: which lane each takes where several stand at one time.

/// A visit's place among those that overlap with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its lane, from 0.
    pub lane: u32,
    /// How many lanes its group has.
    pub lanes: u32,
}

/// Places visits given as (start, length) in minutes and sorted by start. A group is a run of
/// visits in which each overlaps with one before it; all of a group have the same lanes.
pub(crate) fn place(visits: &[(i32, u32)]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::with_capacity(visits.len());
    let mut ends: Vec<i32> = Vec::new();
    let mut group = 0;
    for (index, &(start, minutes)) in visits.iter().enumerate() {
        if ends.iter().all(|end| *end <= start) {
            close(&mut places[group..], ends.len());
            group = index;
            ends.clear();
        }
        let end = start.saturating_add(i32::try_from(minutes.max(1)).unwrap_or(i32::MAX));
        let free = ends.iter().position(|taken| *taken <= start);
        let lane = free.unwrap_or(ends.len());
        match free {
            Some(lane) => ends[lane] = end,
            None => ends.push(end),
        }
        places.push(Place { lane: u32::try_from(lane).unwrap_or(0), lanes: 1 });
    }
    close(&mut places[group..], ends.len());
    places
}

fn close(group: &mut [Place], lanes: usize) {
    for place in group {
        place.lanes = u32::try_from(lanes).unwrap_or(1);
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, place};

    fn lanes(visits: &[(i32, u32)]) -> Vec<(u32, u32)> {
        place(visits).into_iter().map(|Place { lane, lanes }| (lane, lanes)).collect()
    }

    #[test]
    fn one_after_another_need_one_lane() {
        assert_eq!(lanes(&[(480, 30), (510, 30)]), [(0, 1), (0, 1)]);
    }

    #[test]
    fn a_double_booking_stands_side_by_side() {
        assert_eq!(lanes(&[(480, 30), (480, 30), (540, 15)]), [(0, 2), (1, 2), (0, 1)]);
    }

    #[test]
    fn a_chain_of_overlaps_shares_its_lanes() {
        assert_eq!(lanes(&[(480, 60), (500, 20), (520, 60), (540, 10)]), [(0, 2), (1, 2), (1, 2), (0, 2)]);
    }

    #[test]
    fn a_visit_of_no_length_still_takes_its_place() {
        assert_eq!(lanes(&[(480, 0), (480, 0)]), [(0, 2), (1, 2)]);
    }
}
