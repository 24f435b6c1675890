//! A typed athenahealth client: sign-in, transport, throttle, paging, wire tolerance.
