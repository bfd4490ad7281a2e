package io.mizzen.admin;

/** What a caller may do; the door gives it, and a token may give more. */
enum Rights {
  /** Ask and change. */
  EVERYTHING,
  /** Ask, change nothing. */
  QUESTIONS,
  /** Read what probes and scrapers read. */
  PROBES
}
