package dev.convoy.inventory.declaration;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.events.common.Strategy;
import dev.convoy.events.common.Tier;
import dev.convoy.inventory.environments.DeclaredAction;
import dev.convoy.inventory.environments.Environment;
import dev.convoy.inventory.environments.Environments;
import dev.convoy.inventory.environments.Patterns;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Checks a declaration and fills in what its environment says. Nothing of a foreign producer goes further before it has
 * passed here; every fault is named at once.
 */
public final class DeclarationRules {

  private static final String NAME_REMEDY = "letters, digits, dot, dash, underscore; at most 64 characters";
  private static final String HOST_REMEDY = "give a host name of letters, digits, dashes and dots";
  /** What a declaration of the time before names does not have: its fingerprint is that of then. */
  private static final String NO_NAMES = ", \"dnsNames\": []";
  private static final String NO_MARKS = ", \"macAddress\": null, \"ec2InstanceId\": null";

  private static final int SSH = 22;
  private static final int WINRM = 5985;

  private final Environments environments;

  public DeclarationRules(Environments environments) {
    this.environments = environments;
  }

  /** Checks an event; a fault's place is its field path. */
  public Verdict check(ServerDeclared declared) {
    return check(declared, UnaryOperator.identity());
  }

  /**
   * Checks a declaration.
   *
   * @param places from a field of the declaration to where it stands in what the user wrote
   */
  public Verdict check(ServerDeclared declared, UnaryOperator<String> places) {
    var faults = new Faults(places);
    faults.required("serverId", declared.getServerId(), Patterns.ID,
        "letters, digits, dot, dash, underscore; at most 128 characters");
    var name = faults.required("name", declared.getName(), Patterns.HOST, HOST_REMEDY);
    var strategy = strategy(declared, faults);
    var wave = faults.optional("wave", declared.getWave(), Patterns.ID,
        "letters, digits, dot, dash, underscore; at most 128 characters");
    var application = faults.optional("application", declared.getApplication(), Patterns.APPLICATION,
        "at most 255 characters, none of / and |");
    var tier = tier(declared, faults);
    var environment = environment(declared, faults);
    var source = source(declared, environment, application, faults);
    var target = new TargetRules(faults).target(declared, environment, new DeclaredAction.Subject(
        declared.getServerId(), source.getOsFamily(), wave, source.getSite(), application));
    var checks = CheckRules.checks(declared, faults);
    var errors = faults.all();
    return target == null || !errors.isEmpty() ? new Verdict.Refused(errors)
        : new Verdict.Accepted(new AcceptedServer(name, strategy, wave, application, tier, source, target, checks));
  }

  private static Strategy strategy(ServerDeclared declared, Faults faults) {
    var strategy = Vocabulary.strategy(Objects.requireNonNullElse(declared.getStrategy(), ""));
    if (strategy == null) {
      faults.add("strategy", declared.getStrategy(), "is not a migration strategy",
          "one of Rehost, Retire, Retain, Relocate, Repurchase, Replatform, Rearchitect, TBC");
    }
    return strategy == null ? Strategy.UNKNOWN : strategy;
  }

  private static Tier tier(ServerDeclared declared, Faults faults) {
    var word = declared.getTier();
    if (word == null || word.isBlank()) {
      return Tier.UNKNOWN;
    }
    var tier = Vocabulary.tier(word);
    if (tier == null) {
      faults.add("tier", word, "is not a tier", "one of web, application, database, or leave it out");
    }
    return tier == null ? Tier.UNKNOWN : tier;
  }

  private @Nullable Environment environment(ServerDeclared declared, Faults faults) {
    var account = faults.required("account", declared.getAccount(), Patterns.ACCOUNT,
        "give the AWS account id, 12 digits");
    var region = faults.required("region", declared.getRegion(), Patterns.REGION,
        "give an AWS region such as eu-central-1");
    var name = faults.optional("environment", declared.getEnvironment(), Patterns.NAME, NAME_REMEDY);
    if (account.isEmpty() || region.isEmpty()) {
      return null;
    }
    return switch (environments.resolve(account, region, name)) {
      case Environments.Resolution.Found(var environment) -> environment;
      case Environments.Resolution.Unresolved(var field, var reason, var remedy) -> {
        faults.add(field, switch (field) {
          case "account" -> account;
          case "region" -> region;
          default -> name;
        }, reason, remedy);
        yield null;
      }
    };
  }

  private static SourceHost source(
      ServerDeclared declared, @Nullable Environment environment, @Nullable String application, Faults faults) {
    var defaults = environment == null ? Environment.Defaults.NONE : environment.defaults();
    var family = family(declared, faults);
    var windows = family == OsFamily.WINDOWS;
    var fqdn = faults.required("fqdn", declared.getFqdn(), Patterns.HOST, HOST_REMEDY);
    var address = faults.optional("address", declared.getAddress(), Patterns.HOST, "give a host name or an IPv4 address");
    var site = named("site", declared.getSite(), defaults.site(), "default", faults);
    var credential = windows
        ? defaults.of(site, application, Environment.Group::windowsCredential, defaults.windowsCredential())
        : defaults.of(site, application, Environment.Group::linuxCredential, defaults.linuxCredential());
    var quiesce = defaults.of(site, application, Environment.Group::quiesceRunbook, defaults.quiesceRunbook());
    var resume = defaults.of(site, application, Environment.Group::resumeRunbook, defaults.resumeRunbook());
    return SourceHost.newBuilder()
        .setOsFamily(family)
        .setOsVersion(faults.required("osVersion", declared.getOsVersion(), Patterns.TEXT,
            "give the version in at most 100 characters"))
        .setFqdn(fqdn)
        .setAddress(address == null ? fqdn : address)
        .setPort(port(declared.getPort(), windows ? WINRM : SSH, faults))
        .setCredential(named("credential", declared.getCredential(), credential,
            windows ? "windows" : "linux", faults))
        .setHostKey(faults.optional("hostKey", declared.getHostKey(), Patterns.HOST_KEY,
            "give the fingerprint as ssh-keygen -lf prints it: SHA256:…"))
        .setSite(site)
        .setQuiesceRunbook(
            named("quiesceRunbook", declared.getQuiesceRunbook(), quiesce, "default", faults))
        .setResumeRunbook(
            named("resumeRunbook", declared.getResumeRunbook(), resume, "default", faults))
        .setMacAddress(faults.optional("macAddress", declared.getMacAddress(), Patterns.MAC, "write it as 06:00:5e:00:53:01"))
        .setEc2InstanceId(faults.optional("ec2InstanceId", declared.getEc2InstanceId(), Patterns.INSTANCE,
            "give the id of an instance such as i-0123456789abcdef0"))
        .build();
  }

  private static OsFamily family(ServerDeclared declared, Faults faults) {
    var word = Objects.requireNonNullElse(declared.getOsFamily(), "");
    var family = Vocabulary.of(Vocabulary.OS_FAMILIES, word);
    if (family == null) {
      faults.add("osFamily", word.isEmpty() ? null : word, "is not a known operating system family",
          "one of linux, windows");
    }
    return family == null ? OsFamily.UNKNOWN : family;
  }

  private static int port(@Nullable Integer declared, int usual, Faults faults) {
    if (declared != null && (declared < 1 || declared > 65_535)) {
      faults.add("port", declared.toString(), "is not a TCP port", "give 1 to 65535");
    }
    return declared == null ? usual : declared;
  }

  private static String named(
      String field, @Nullable String declared, @Nullable String ofEnvironment, String usual, Faults faults) {
    var value = faults.optional(field, declared, Patterns.NAME, NAME_REMEDY);
    return value != null ? value : ofEnvironment != null ? ofEnvironment : usual;
  }

  /** Fingerprint of a declaration without its place: the same again is not refused twice. */
  public static String fingerprint(ServerDeclared declared) {
    var text = ServerDeclared.newBuilder(declared).setOrigin(null).build().toString().replace(NO_NAMES, "").replace(NO_MARKS, "");
    return UUID.nameUUIDFromBytes(text.getBytes(UTF_8)).toString();
  }

  static boolean isForm(Pattern form, String value) {
    return form.matcher(value).matches();
  }
}
