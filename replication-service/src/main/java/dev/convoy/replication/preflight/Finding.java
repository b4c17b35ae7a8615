package dev.convoy.replication.preflight;

import java.util.Collection;
import java.util.List;

/**
 * Something that was found, for a person.
 *
 * @param code stable, CVY-34nn
 * @param place account and region, {@code 111122223333/eu-central-1}
 * @param about the resource, quota or setting
 * @param servers ids of the servers that it concerns; empty = all
 */
public record Finding(
    Level level, String code, String place, String about, String found, String needed, String remedy,
    List<String> servers) {

  /** How much it matters. */
  public enum Level {
    /** A migration fails on it. */
    FAULT,
    /** To be known; it stops nothing. */
    NOTE
  }

  public Finding {
    servers = servers.stream().sorted().toList();
  }

  static Finding fault(String code, String about, String found, String needed, String remedy) {
    return new Finding(Level.FAULT, code, "", about, found, needed, remedy, List.of());
  }

  static Finding note(String code, String about, String found, String needed, String remedy) {
    return new Finding(Level.NOTE, code, "", about, found, needed, remedy, List.of());
  }

  Finding at(String where) {
    return new Finding(level, code, where, about, found, needed, remedy, servers);
  }

  Finding of(Collection<String> concerned) {
    return new Finding(level, code, place, about, found, needed, remedy, List.copyOf(concerned));
  }
}
