package dev.convoy.lab.hosts;

import java.io.IOException;

/** The ports of the hosts of a family: closed while a host is off. */
interface Doors {

  /** Nobody is let in any more, and whoever is in is put out. */
  void close(SimulatedHost host) throws IOException;

  /** Listens again. */
  void open(SimulatedHost host) throws IOException;
}
