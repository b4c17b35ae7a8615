package dev.convoy.replication.server;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.Failure;
import java.util.List;

/** Failures of this service's operations, with their stable codes. */
public final class Failures {

  private Failures() {}

  /** AWS does not let the role read. */
  public static Failure mayNotRead(ReadRefusedException e) {
    return new Failure("CVY-3101", "MGN refuses to be read: " + e.getMessage(),
        "grant the role of the account the permissions of the operating guide, then retry", true);
  }

  /** AWS refuses to initialize the account or to create its template. */
  public static Failure accountRefused(Answer.Refused<?> refused) {
    return new Failure("CVY-3102", "the account cannot be prepared: " + refused.message(),
        "MGN is initialized by an administrator role; check the role and the staging settings, then retry", true);
  }

  /** There must be one template, so that it is known what new agents get. */
  public static Failure severalTemplates(int found) {
    return new Failure("CVY-3103", "the account has " + found + " replication configuration templates",
        "delete all but one in the MGN console, then retry", true);
  }

  public static Failure sourceServerMissing(String sourceServerId) {
    return new Failure("CVY-3201", "MGN does not list source server " + sourceServerId,
        "check whether it was archived or deleted; otherwise ./convoy server reinstall ID --reason TEXT", false);
  }

  /** The key of the staging disks cannot be changed once data is on them. */
  public static Failure keyDiffers(List<String> differences) {
    return new Failure("CVY-3202", "replication runs with another encryption key: " + String.join("; ", differences),
        "accept that key in the environment's settings, or disconnect the server and ./convoy server reinstall ID --reason TEXT", true);
  }

  public static Failure settingsRefused(Answer.Refused<?> refused) {
    return new Failure("CVY-3203", "MGN refuses the replication settings: " + refused.message(),
        "correct the environment's staging settings, then retry", true);
  }

  public static Failure settingsNotReadBack(List<String> differences) {
    return new Failure("CVY-3204", "the settings were written but read back otherwise: "
        + String.join("; ", differences), "see whether something else changes them, then retry", false);
  }

  public static Failure disconnected(String sourceServerId) {
    return new Failure("CVY-3205", "source server " + sourceServerId + " is disconnected from MGN",
        "install its agent again: ./convoy server reinstall ID --reason TEXT; then retry the server", true);
  }

  public static Failure startRefused(Answer.Refused<?> refused) {
    return new Failure("CVY-3206", "MGN refuses to start replication: " + refused.message(),
        "look the source server up in the MGN console, then retry", false);
  }
}
