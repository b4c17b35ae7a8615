package dev.convoy.inventory.environments;

import dev.convoy.kit.core.HookedZone;
import java.util.regex.Pattern;

/**
 * Forms of names and ids. Host names, subnet and security group ids follow AWS Cloud Migration Factory's intake form,
 * with ids of 8 to 17 characters as the API of MGN takes them.
 */
public final class Patterns {

  /** Ids of servers and waves: they become keys, paths and parts of operation ids. */
  public static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /** Names of sites, credentials, runbooks and environments. */
  public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public static final Pattern HOST = Pattern.compile(
      "(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*");
  /** A host name in a domain. */
  public static final Pattern DNS_NAME = Pattern.compile("(?=.{1,253}$)(?:[A-Za-z0-9_](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
  public static final Pattern IPV4 = Pattern.compile(
      "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}");
  public static final Pattern APPLICATION = Pattern.compile("(?!\\s*$)[^/|\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]{1,255}");
  public static final Pattern TEXT = Pattern.compile("(?!\\s*$)[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]{1,100}");
  public static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  public static final Pattern REGION = Pattern.compile("[a-z]{2}(?:-[a-z]{2,12}){1,3}-\\d");
  public static final Pattern SUBNET = Pattern.compile("subnet-[a-z0-9]{8,17}");
  public static final Pattern SECURITY_GROUP = Pattern.compile("sg-[a-z0-9]{8,17}");
  public static final Pattern INSTANCE_TYPE = Pattern.compile("[a-z][a-z0-9-]{0,30}\\.[a-z0-9-]{1,20}");
  public static final Pattern INSTANCE_PROFILE = Pattern.compile("[A-Za-z0-9+=,.@_-]{1,128}");
  public static final Pattern ROLE_ARN = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}");
  public static final Pattern KEY_ARN = Pattern.compile("arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:(?:key|alias)/[A-Za-z0-9/_-]+");
  public static final Pattern MAC = Pattern.compile("[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\\1[0-9A-Fa-f]{2}){4}");
  public static final Pattern INSTANCE = Pattern.compile("i-[0-9a-f]{8}(?:[0-9a-f]{9})?");
  /** Source servers of MGN, as its API reference has them. */
  public static final Pattern SOURCE_SERVER = Pattern.compile("s-[0-9a-zA-Z]{17}");
  /** A hosted zone of Route 53, or the hook behind which a zone is. */
  public static final Pattern ZONE = Pattern.compile("Z[A-Z0-9]{1,31}|" + HookedZone.REFERENCE);
  public static final Pattern TTL = Pattern.compile("[1-9]\\d{0,4}");
  public static final Pattern HOST_KEY = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}=?");
  public static final Pattern HTTP_PATH = Pattern.compile("/[\\x21-\\x7e]{0,500}");

  private Patterns() {}
}
