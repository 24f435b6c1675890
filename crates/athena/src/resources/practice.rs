//! The practice, its departments and its providers.

use model::{Department, Practice, Provider};

use crate::{Answer, Error, Session};

impl Session {
    /// Whether the key reaches the practice: `GET /ping`.
    pub async fn ping(&self) -> Result<Answer<()>, Error> {
        unimplemented!()
    }

    /// Every practice the key may see: `GET /practiceinfo`.
    pub async fn practices(&self) -> Result<Answer<Vec<Practice>>, Error> {
        unimplemented!()
    }

    /// Every department, those that the portal hides too: `GET /departments`.
    pub async fn departments(&self) -> Result<Answer<Vec<Department>>, Error> {
        unimplemented!()
    }

    /// Every provider, those who see nobody any more too: `GET /providers`.
    pub async fn providers(&self) -> Result<Answer<Vec<Provider>>, Error> {
        unimplemented!()
    }
}
