"""Parts shared by all pages: request scope, access, security, translation, errors, menu."""
