//! The sandbox practice, held to what is known of the real one.

mod desk;
