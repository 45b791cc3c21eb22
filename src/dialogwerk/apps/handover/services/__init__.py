"""Changes with consequences: handing over, commenting, submitting, taking sheets back in."""
