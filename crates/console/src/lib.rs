//! The application: the contract implemented over the client, the copy and the sync.
