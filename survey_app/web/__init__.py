"""What all pages share: request scope, access, security, translation, errors, menu."""
