package dev.convoy.lab.estate;

/** What tells in MGN which server a source server of somebody else is; each in its turn. */
public enum KnownBy {
  /** Its installer was given the server's id. */
  ID,
  /** Its installer was given none, and its host says its name. */
  NAME,
  /** Its installer was given none, and its host calls itself localhost: only its address is left. */
  ADDRESS
}
