//! The one TLS provider. Clients that are built without one panic, so it comes first.

/// Makes ring the process's provider. Doing it again changes nothing.
pub fn install() {
    // The error says that a provider is installed already, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
