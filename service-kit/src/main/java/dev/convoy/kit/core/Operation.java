package dev.convoy.kit.core;

/** Something a service wants done now in the world outside. A record per kind, sealed per service. */
public interface Operation {

  OperationHeader header();

  default OperationId id() {
    return header().id();
  }
}
