package dev.convoy.replication.preflight;

import dev.convoy.replication.account.AccountView;
import dev.convoy.replication.preflight.PreflightGateway.Key;
import dev.convoy.replication.server.StagingSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether MGN, roles and keys of an account are as they have to be. */
final class AccountRules {

  private static final Pattern ASSUMED = Pattern.compile("arn:([a-z-]+):sts::(\\d{12}):assumed-role/([^/]+)/.+");
  /** Something that AWS did not show. */
  static final String UNREAD = "CVY-3407";
  private static final String TEMPLATE = "grant what deploy/aws/convoy-roles.yml grants";

  private AccountRules() {}

  /**
   * Whom IAM is to simulate: the role that is declared, else the one behind the credentials of the process (whose path, if
   * it has one, they do not tell).
   */
  static String principal(@Nullable String roleArn, String identity) {
    var assumed = ASSUMED.matcher(identity);
    if (roleArn != null || !assumed.matches()) {
      return roleArn == null ? identity : roleArn;
    }
    return "arn:" + assumed.group(1) + ":iam::" + assumed.group(2) + ":role/" + assumed.group(3);
  }

  /** Null if the identity is one of the account. */
  static @Nullable Finding stranger(String account, String identity) {
    return identity.contains("::" + account + ":") ? null : Finding.fault("CVY-3402", "credentials of the services",
        "they are " + identity, "an identity of account " + account, "set roleArn of the environment");
  }

  static List<Finding> mgn(AccountView view, StagingSettings wanted) {
    return switch (view) {
      case AccountView.Uninitialized v -> List.of(Finding.note("CVY-3403", "MGN", "it is not initialized here",
          "nothing: replication-service initializes it with the first wave",
          "or initialize it in the MGN console, as an administrator"));
      case AccountView.WithoutTemplate v -> List.of(Finding.note("CVY-3404", "replication configuration template",
          "there is none", "nothing: replication-service creates it with the first wave", "none"));
      case AccountView.WithSeveralTemplates(var found) -> List.of(Finding.fault("CVY-3405",
          "replication configuration templates", found + " are there", "one", "delete all but one in the MGN console"));
      case AccountView.WithTemplate(var settings) -> differing(wanted.differences(settings));
    };
  }

  private static List<Finding> differing(List<String> differences) {
    return differences.isEmpty() ? List.of() : List.of(Finding.note("CVY-3406", "replication configuration template",
        String.join("; ", differences), "nothing: every server gets settings of its own", "none"));
  }

  static List<Finding> permissions(String principal, Set<String> denied) {
    return denied.isEmpty() ? List.of() : List.of(Finding.fault("CVY-3408", principal,
        "it may not do " + String.join(", ", denied.stream().sorted().toList()), "all that Convoy calls", TEMPLATE));
  }

  static List<Finding> passing(String principal, String profile, String role, Set<String> denied,
      Collection<String> servers) {
    return denied.isEmpty() ? List.of() : List.of(Finding.fault("CVY-3409", "instance profile " + profile,
        principal + " may not pass its role " + role, "iam:PassRole on it",
        "name the role in PassableRoleArns of deploy/aws/convoy-roles.yml").of(servers));
  }

  static List<Finding> key(String arn, String region, @Nullable Key key) {
    var about = "EBS key " + arn;
    if (key == null) {
      return List.of(Finding.fault("CVY-3410", about, "it does not exist", "a key of this account and region",
          "correct ebsEncryptionKeyArn of the environment"));
    }
    var found = new ArrayList<String>();
    if (!key.state().equals("Enabled")) {
      found.add("its state is " + key.state());
    }
    if (!key.usage().equals("ENCRYPT_DECRYPT") || !key.spec().equals("SYMMETRIC_DEFAULT")) {
      found.add("it is " + key.spec() + " for " + key.usage());
    }
    if (!arn.contains(":kms:" + region + ":")) {
      found.add("it is not of region " + region);
    }
    return found.isEmpty() ? List.of() : List.of(Finding.fault("CVY-3411", about, String.join("; ", found),
        "an enabled symmetric key of the region", "enable it, or name another before servers replicate"));
  }

  static List<Finding> keyUse(String arn, String principal, Set<String> denied) {
    return denied.isEmpty() ? List.of() : List.of(Finding.fault("CVY-3412", "EBS key " + arn,
        principal + " may not do " + String.join(", ", denied.stream().sorted().toList()),
        "use of the key for volumes and snapshots",
        "name the key in EbsKeyArns of deploy/aws/convoy-roles.yml, and let the key's policy trust IAM"));
  }

  static Finding notAssumable(String code, String role, String why) {
    return Finding.fault(code, "role " + role, "it cannot be assumed: " + why, "a trust policy that names the services",
        "create it by deploy/aws/convoy-roles.yml, with ServicesPrincipalArn = who the services are");
  }

  static List<Finding> installer(String role, Set<String> denied) {
    return denied.isEmpty() ? List.of() : List.of(Finding.fault("CVY-3414", "role " + role,
        "it may not do " + String.join(", ", denied.stream().sorted().toList()),
        "what AWSApplicationMigrationAgentInstallationPolicy grants", "attach that policy to it"));
  }

  static Finding unread(String what, String why) {
    return Finding.fault(UNREAD, what, "it could not be read: " + why, "to be read, so that it can be judged",
        "mend what it says, or " + TEMPLATE + ", then check again");
  }
}
