package dev.convoy.lab.aws.sts;

import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.cloud.Sessions;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Assuming the roles that each account of the lab has. */
public final class SecurityTokenOperations {

  private static final Pattern ROLE = Pattern.compile("arn:aws:iam::(\\d{12}):role/(?:[^/]+/)*([\\w+=,.@-]{1,64})");
  private static final int MOST_OF_ROLE = 3600;
  private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");

  private final Cloud cloud;
  private final Set<String> roles;

  /** @param roles names of the roles that may be assumed */
  public SecurityTokenOperations(Cloud cloud, Set<String> roles) {
    this.cloud = cloud;
    this.roles = Set.copyOf(roles);
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.sts("AssumeRole", true, this::assumeRole),
        Operation.sts("GetCallerIdentity", false, this::callerIdentity));
  }

  private Xml assumeRole(Call call) {
    var arn = call.query().get("RoleArn");
    var name = call.query().get("RoleSessionName");
    var role = ROLE.matcher(arn);
    if (!role.matches()) {
      throw AwsError.of(400, "ValidationError", arn + " is invalid");
    }
    if (!SESSION.matcher(name).matches()) {
      throw AwsError.of(400, "ValidationError", "Value '" + name + "' at 'roleSessionName' failed to satisfy "
          + "constraint: Member must satisfy regular expression pattern: " + SESSION);
    }
    if (!cloud.sessions().hasAccount(role.group(1)) || !roles.contains(role.group(2))
        || cloud.oddities().of(role.group(1)).denies(role.group(2), "sts:AssumeRole")) {
      throw AwsError.of(403, "AccessDenied", "User: " + call.caller().arn()
          + " is not authorized to perform: sts:AssumeRole on resource: " + arn);
    }
    var session = cloud.sessions().open(cloud.ids(), role.group(1), role.group(2), name, call.now(), length(call));
    var assumed = "arn:aws:sts::" + session.account() + ":assumed-role/" + session.role() + "/" + name;
    return response(call, Xml.node("AssumeRoleResult",
        Xml.node("AssumedRoleUser", Xml.leaf("AssumedRoleId", "AROALAB:" + name), Xml.leaf("Arn", assumed)),
        Xml.node("Credentials",
            Xml.leaf("AccessKeyId", session.accessKeyId()),
            Xml.leaf("SecretAccessKey", cloud.ids().capitals(Sessions.ISSUED_SECRET, 21)),
            Xml.leaf("SessionToken", session.token()),
            Xml.leaf("Expiration", session.expiresAt().truncatedTo(ChronoUnit.SECONDS)))));
  }

  /** 15 minutes to 12 hours, one hour by default and at most, as roles are made; wall time. */
  private static Duration length(Call call) {
    var text = call.query().get("DurationSeconds");
    var seconds = text.isEmpty() ? 3600 : text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    if (seconds < 900 || seconds > 43_200) {
      throw AwsError.of(400, "ValidationError", "Value '" + text + "' at 'durationSeconds' failed to satisfy "
          + "constraint: Member must have value between 900 and 43200");
    }
    if (seconds > MOST_OF_ROLE) {
      throw AwsError.of(400, "ValidationError",
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    return Duration.ofSeconds(seconds);
  }

  private Xml callerIdentity(Call call) {
    var caller = call.caller();
    return response(call, Xml.node("GetCallerIdentityResult",
        Xml.leaf("Arn", caller.arn()),
        Xml.leaf("UserId", caller.role() == null ? "AIDALAB" : "AROALAB:" + caller.session()),
        Xml.leaf("Account", caller.account())));
  }

  private static Xml response(Call call, Xml result) {
    return Xml.node(call.operation().name() + "Response", result,
        Xml.node("ResponseMetadata", Xml.leaf("RequestId", UUID.randomUUID())));
  }
}
