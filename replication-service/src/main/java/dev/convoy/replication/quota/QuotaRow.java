package dev.convoy.replication.quota;

/**
 * Row of a pool. A server that waits has two: one by its id, and one by its ticket so that the queue is read in order.
 *
 * @param ticket turn in the queue; 0 for a server that had not to wait
 * @param taken true when the server holds a place
 * @param registration the one for which it asked
 */
public record QuotaRow(String serverId, long ticket, boolean taken, int registration) {

  static String byServer(String serverId) {
    return "server|" + serverId;
  }

  /** Sorts before every row by server, in the order of the tickets. */
  static String byTicket(long ticket) {
    return String.format("queue|%019d", ticket);
  }
}
