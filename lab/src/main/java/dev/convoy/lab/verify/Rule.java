package dev.convoy.lab.verify;

import java.util.stream.Stream;

/** A sentence of the rules, as a check of all that is known of one server. */
@FunctionalInterface
interface Rule {
  Stream<Finding> check(ServerCase server);
}
