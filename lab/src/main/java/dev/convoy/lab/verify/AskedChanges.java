package dev.convoy.lab.verify;

import java.net.URI;
import java.util.List;

/** Calls of ours that asked AWS for a change, accepted or refused, but the way in: roles that were assumed. */
public final class AskedChanges {

  private AskedChanges() {}

  /** What the ledger holds by now. @param simulator {@code http://127.0.0.1:4566} */
  public static List<AwsCall> in(URI simulator) {
    return new Ledgers(simulator).awsCalls().stream().filter(call -> !call.operation().equals("AssumeRole")).toList();
  }
}
