package dev.convoy.lab.drill;

/** The owner of the CMDB, who declares servers. */
@FunctionalInterface
public interface Cmdb {

  /** Declares a server of the run as it was declared before. */
  void declare(String serverId);
}
