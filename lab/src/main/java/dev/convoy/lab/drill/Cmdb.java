package dev.convoy.lab.drill;

import dev.convoy.events.cmdb.ServerDeclared;
import java.util.function.UnaryOperator;

/** The owner of the CMDB, who declares servers. */
@FunctionalInterface
public interface Cmdb {

  /** Declares a server of the run as it was declared at first, but for this change. */
  void declare(String serverId, UnaryOperator<ServerDeclared.Builder> change);
}
