package dev.convoy.replication.estate;

import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What tells servers apart, the strongest first. */
public enum Criterion {

  /** The id that the installer was given. */
  USER_PROVIDED_ID((found, declared) -> found.userProvidedId().isEmpty() ? Word.NONE
      : Word.of(found.userProvidedId().equals(declared.serverId()))),

  /** Where the source is an EC2 instance itself. */
  EC2_INSTANCE((found, declared) -> found.ec2InstanceId().isEmpty() || declared.ec2InstanceId() == null ? Word.NONE
      : Word.of(found.ec2InstanceId().equals(declared.ec2InstanceId()))),

  MAC_ADDRESS((found, declared) -> found.macAddresses().isEmpty() || declared.macAddress() == null ? Word.NONE
      : Word.of(found.macAddresses().contains(Names.mac(declared.macAddress())))),

  /** Full names where both sides have one, else short ones. */
  HOST_NAME((found, declared) -> {
    var theirs = Names.full(found.names());
    var ours = Names.full(declared.names());
    if (!theirs.isEmpty() && !ours.isEmpty()) {
      return Word.of(theirs.stream().anyMatch(ours::contains));
    }
    var shorts = Names.shortened(found.names());
    return shorts.isEmpty() ? Word.NONE
        : Word.of(Names.shortened(declared.names()).stream().anyMatch(shorts::contains));
  }),

  /** Only where the inventory has an address and no name. */
  ADDRESS((found, declared) -> found.addresses().isEmpty() || !Names.isAddress(declared.address()) ? Word.NONE
      : Word.of(found.addresses().contains(declared.address())));

  /** What a criterion says of two servers. */
  enum Word {
    SAME,
    OTHER,
    /** One side does not say. */
    NONE;

    private static Word of(boolean same) {
      return same ? SAME : OTHER;
    }
  }

  private final BiFunction<FoundServer, DeclaredServer, Word> compare;

  Criterion(BiFunction<FoundServer, DeclaredServer, Word> compare) {
    this.compare = compare;
  }

  Word compare(FoundServer found, DeclaredServer declared) {
    return compare.apply(found, declared);
  }

  /** Host names and MAC addresses as they are compared. */
  static final class Names {

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*");
    private static final Set<String> OF_NOBODY = Set.of("localhost", "");

    private Names() {}

    /** MGN writes dashes, others colons. */
    static String mac(String address) {
      return address.replace('-', ':').toLowerCase(Locale.ROOT);
    }

    static boolean isAddress(String text) {
      return ADDRESS.matcher(text).matches();
    }

    /** Those with a domain. */
    static Set<String> full(Set<String> names) {
      return names.stream().map(Names::plain).filter(name -> name.contains(".") && !OF_NOBODY.contains(shortened(name)))
          .collect(Collectors.toUnmodifiableSet());
    }

    static Set<String> shortened(Set<String> names) {
      return names.stream().map(Names::plain).map(Names::shortened).filter(name -> !OF_NOBODY.contains(name))
          .collect(Collectors.toUnmodifiableSet());
    }

    private static String shortened(String plain) {
      return plain.split("\\.", 2)[0];
    }

    /** Empty for an address, which is no name. */
    private static String plain(String name) {
      return isAddress(name) ? "" : name.strip().toLowerCase(Locale.ROOT);
    }
  }
}
