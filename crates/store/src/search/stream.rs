//! Walks along lists, in order, jumping over what cannot match.

use super::lists::Plan;
use super::packed::unpack;
use crate::{Error, Reader};

/// A walk along the places of a plan.
pub(crate) enum Stream {
    List(Walk),
    All(Vec<Stream>),
    Any(Vec<(Stream, Option<i64>)>),
}

/// A walk along one list, of which one run is unpacked.
pub(crate) struct Walk {
    list: String,
    run: Vec<i64>,
    at: usize,
    ended: bool,
}

impl Stream {
    pub(crate) fn of(plan: &Plan) -> Self {
        match plan {
            Plan::List(list) => Self::List(Walk { list: list.clone(), run: Vec::new(), at: 0, ended: false }),
            Plan::All(plans) => Self::All(plans.iter().map(Self::of).collect()),
            Plan::Any(plans) => {
                Self::Any(plans.iter().map(|plan| (Self::of(plan), Some(i64::MIN))).collect())
            }
        }
    }

    /// The first place from one on. What is asked for never goes back.
    pub(crate) fn seek(&mut self, reader: &Reader<'_>, from: i64) -> Result<Option<i64>, Error> {
        match self {
            Self::List(walk) => walk.seek(reader, from),
            Self::All(streams) => common(streams, reader, from),
            Self::Any(streams) => {
                let mut nearest: Option<i64> = None;
                for (stream, head) in streams {
                    if head.is_some_and(|head| head < from) {
                        *head = stream.seek(reader, from)?;
                    }
                    nearest = [nearest, *head].into_iter().flatten().min();
                }
                Ok(nearest)
            }
        }
    }
}

/// The first place from one on that every stream holds.
fn common(streams: &mut [Stream], reader: &Reader<'_>, from: i64) -> Result<Option<i64>, Error> {
    let (mut sought, mut agreed, mut at) = (from, 0, 0);
    while agreed < streams.len() {
        let Some(found) = streams[at].seek(reader, sought)? else {
            return Ok(None);
        };
        agreed = if found == sought && agreed > 0 { agreed + 1 } else { 1 };
        sought = found;
        at = (at + 1) % streams.len();
    }
    Ok((!streams.is_empty()).then_some(sought))
}

impl Walk {
    fn seek(&mut self, reader: &Reader<'_>, from: i64) -> Result<Option<i64>, Error> {
        if self.run.last().is_none_or(|last| *last < from) && !self.ended {
            self.load(reader, from)?;
        }
        let rest = self.run.get(self.at..).unwrap_or_default();
        let near = rest.iter().take(8).position(|place| *place >= from);
        self.at += near.unwrap_or_else(|| rest.partition_point(|place| *place < from));
        Ok(self.run.get(self.at).copied())
    }

    fn load(&mut self, reader: &Reader<'_>, from: i64) -> Result<(), Error> {
        self.run.clear();
        self.at = 0;
        let sql = "SELECT run FROM search_list WHERE list = ?1 AND last >= ?2 ORDER BY last LIMIT 1";
        let mut statement = reader.statement(sql)?;
        let mut rows = statement.query(rusqlite::params![self.list, from])?;
        match rows.next()? {
            Some(row) => {
                let bytes = row.get_ref(0)?.as_blob().map_err(|_| Error::Record("search_list"))?;
                unpack(bytes, &mut self.run);
            }
            None => self.ended = true,
        }
        Ok(())
    }
}
