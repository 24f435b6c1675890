//! Something that is made for somebody who may go before it is done.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::OpenError;

/// Whether what is being made is still wanted. Whoever wants it may go at any time: either it is there by then,
/// or it never will be. Clones are handles of the same one.
#[derive(Clone, Debug, Default)]
pub struct Wanted(Arc<Mutex<Came>>);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Came {
    #[default]
    UnderWay,
    Made,
    GivenUp,
}

impl Wanted {
    /// Nobody wants it any more. Says whether it is there.
    pub fn give_up(&self) -> bool {
        let mut came = self.came();
        if *came == Came::UnderWay {
            *came = Came::GivenUp;
        }
        *came == Came::Made
    }

    /// Goes on with it, unless nobody wants it any more.
    pub(crate) fn go_on(&self) -> Result<(), OpenError> {
        match *self.came() {
            Came::GivenUp => Err(unwanted()),
            Came::UnderWay | Came::Made => Ok(()),
        }
    }

    /// Takes the step after which it is there, unless nobody wants it any more.
    pub(crate) fn make(&self, step: impl FnOnce() -> Result<(), OpenError>) -> Result<(), OpenError> {
        let mut came = self.came();
        if *came == Came::GivenUp {
            return Err(unwanted());
        }
        step()?;
        *came = Came::Made;
        Ok(())
    }

    fn came(&self) -> MutexGuard<'_, Came> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unwanted() -> OpenError {
    OpenError::Io(ErrorKind::Interrupted)
}

#[cfg(test)]
mod tests {
    use super::{Wanted, unwanted};
    use crate::OpenError;

    #[test]
    fn it_is_there_before_somebody_goes_or_never() {
        let (early, late, failed) = (Wanted::default(), Wanted::default(), Wanted::default());
        assert!(!early.give_up());
        assert_eq!((early.go_on(), early.make(|| panic!("not made"))), (Err(unwanted()), Err(unwanted())));
        assert!(!early.give_up());

        assert_eq!((late.go_on(), late.make(|| Ok(()))), (Ok(()), Ok(())));
        assert!(late.give_up() && late.give_up());

        assert_eq!(failed.make(|| Err(OpenError::DiskFull)), Err(OpenError::DiskFull));
        assert!(!failed.give_up());
    }
}
