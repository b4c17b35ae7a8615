package dev.convoy.launch.server;

/**
 * What the address record of a name says.
 *
 * @param address IPv4 address; empty = there is no record
 * @param ttlSeconds how long whoever has asked may keep the answer
 */
public record NameRecord(String address, long ttlSeconds) {

  /** There is no record. */
  public static final NameRecord NONE = new NameRecord("", 0);

  public boolean isThere() {
    return !address.isEmpty();
  }

  /** The same address, kept no longer than this. */
  NameRecord atMost(long seconds) {
    return new NameRecord(address, Math.min(seconds, ttlSeconds));
  }

  @Override
  public String toString() {
    return isThere() ? address + " for " + ttlSeconds + " s" : "nothing";
  }
}
