package dev.convoy.inventory.declaration;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.DeclaredCheck;
import dev.convoy.inventory.environments.Patterns;
import java.util.List;

/** The checks that a target must answer. */
final class CheckRules {

  private static final int MOST = 20;
  private static final int OK = 200;

  private CheckRules() {}

  static List<DeclaredCheck> checks(ServerDeclared declared, Faults faults) {
    var checks = declared.getChecks();
    if (checks.size() > MOST) {
      faults.add("checks", String.valueOf(checks.size()), "has more than " + MOST + " entries", "leave some out");
    }
    checks.forEach(check -> examine(check, faults));
    return checks.stream().map(CheckRules::complete).toList();
  }

  private static void examine(DeclaredCheck check, Faults faults) {
    var shown = shown(check);
    if (check.getKind() != CheckKind.TCP && check.getKind() != CheckKind.HTTP) {
      faults.add("checks", shown, "is neither tcp nor http", "write tcp:<port> or http:<port>/<path>=<status>");
    }
    if (check.getPort() < 1 || check.getPort() > 65_535) {
      faults.add("checks", shown, "has no TCP port", "give a port from 1 to 65535");
    }
    if (check.getKind() == CheckKind.HTTP) {
      var path = check.getPath();
      if (path != null && !Patterns.HTTP_PATH.matcher(path).matches()) {
        faults.add("checks", shown, "has a path that is not one", "begin with /, no blanks, at most 500 characters");
      }
      int status = check.getExpectedStatus();
      if (status != 0 && (status < 100 || status > 599)) {
        faults.add("checks", shown, "expects a status that is not one", "give a status from 100 to 599");
      }
    }
  }

  /** An HTTP check without a status expects 200, without a path asks for /. */
  private static DeclaredCheck complete(DeclaredCheck check) {
    if (check.getKind() != CheckKind.HTTP) {
      return new DeclaredCheck(check.getKind(), check.getPort(), null, 0);
    }
    var path = check.getPath();
    return new DeclaredCheck(CheckKind.HTTP, check.getPort(), path == null ? "/" : path,
        check.getExpectedStatus() == 0 ? OK : check.getExpectedStatus());
  }

  private static String shown(DeclaredCheck check) {
    return check.getKind() + ":" + check.getPort() + (check.getPath() == null ? "" : check.getPath());
  }
}
