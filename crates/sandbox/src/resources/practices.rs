//! `/practiceinfo` and `/ping`.

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::errors::Refusal;
use crate::{PRACTICE_ID, PRACTICE_NAME, paging};

/// `GET /practiceinfo`: every practice that the key may see.
pub(crate) fn list(ask: &Ask, entitled: bool) -> Result<Value, Refusal> {
    let row = json!({
        "practiceid": PRACTICE_ID,
        "name": PRACTICE_NAME,
        "hasclinicals": true,
        "hascollector": true,
        "hascommunicator": true,
        "iscoordinatorsender": false,
        "iscoordinatorreceiver": false,
    });
    paging::rows(ask, paging::LIST, "practiceinfo", if entitled { vec![row] } else { Vec::new() })
}

/// `GET /ping`.
pub(crate) fn ping() -> Value {
    json!({"pong": true})
}
