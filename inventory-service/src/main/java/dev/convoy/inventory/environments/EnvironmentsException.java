package dev.convoy.inventory.environments;

import java.util.List;

/** The environments file cannot be used; the message names every fault with its line, field and remedy. */
public final class EnvironmentsException extends RuntimeException {

  EnvironmentsException(String path, List<String> faults) {
    super("[CVY-1001] environments cannot be read from " + path + ":\n  " + String.join("\n  ", faults));
  }
}
