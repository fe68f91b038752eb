"""Where the sheet lies in the image: registration, identification, tone, quality."""
