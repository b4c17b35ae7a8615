package dev.convoy.benchmarks.push;

import dev.convoy.agent.openssh.OpenSshHost;
import java.io.IOException;
import java.util.List;

/** Somebody who pushes a script to hosts, runs it there under sudo and reads the id that it prints. */
interface Contender extends AutoCloseable {

  String name();

  /** Does it once. */
  Run push(List<OpenSshHost> hosts) throws IOException, InterruptedException;

  @Override
  default void close() {}
}
