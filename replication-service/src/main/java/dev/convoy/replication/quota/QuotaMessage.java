package dev.convoy.replication.quota;

/** What a server says to the pool of places of its account and region. */
public sealed interface QuotaMessage {

  String serverId();

  /**
   * Asks for a place.
   *
   * @param max places that the account has, as last read
   * @param registration round in which the server was registered anew, repeated in the answer
   */
  record TakePlace(String serverId, int max, int registration) implements QuotaMessage {}

  /** Gives the place back, or the turn in the queue. */
  record ReturnPlace(String serverId) implements QuotaMessage {}
}
