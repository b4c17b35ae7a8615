package dev.convoy.replication.quota;

/** What a server says to the pool of places of its account and region. */
public sealed interface QuotaMessage {

  String serverId();

  /**
   * Asks for a place.
   *
   * @param max places that the account has, as last read
   */
  record TakePlace(String serverId, int max) implements QuotaMessage {}

  /** Gives the place back, or the turn in the queue. */
  record ReturnPlace(String serverId) implements QuotaMessage {}
}
