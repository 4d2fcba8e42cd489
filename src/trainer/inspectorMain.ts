// Placeholder until the session below is in place.
export {};
