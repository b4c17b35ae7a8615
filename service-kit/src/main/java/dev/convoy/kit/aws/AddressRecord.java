package dev.convoy.kit.aws;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * What a hosted zone says of a name. Only a simple A record with one value is Convoy's to lead elsewhere.
 *
 * @param address IPv4 address; null = there is no record, or none of Convoy's
 * @param foreign why it is left alone, such as "a record of type CNAME"; null = it may be led elsewhere
 */
public record AddressRecord(@Nullable String address, long ttlSeconds, @Nullable String foreign) {

  /** What decides whither a client connects; the others stay as they are. */
  private static final Set<RRType> ADDRESSES = Set.of(RRType.A, RRType.AAAA, RRType.CNAME);

  /** @param sets of the zone, those of other names among them */
  public static AddressRecord of(String name, List<ResourceRecordSet> sets) {
    var own = sets.stream().filter(set -> isNamed(set, name) && ADDRESSES.contains(set.type())).toList();
    var foreign = own.stream().map(AddressRecord::foreign).filter(Objects::nonNull).findFirst();
    if (own.isEmpty() || foreign.isPresent()) {
      return new AddressRecord(null, 0, foreign.orElse(null));
    }
    var simple = own.getFirst();
    return new AddressRecord(simple.resourceRecords().getFirst().value(), simple.ttl(), null);
  }

  private static boolean isNamed(ResourceRecordSet set, String name) {
    return set.name().equalsIgnoreCase(name) || set.name().equalsIgnoreCase(name + ".");
  }

  /** Why a set is not Convoy's to replace; null if it is. */
  private static @Nullable String foreign(ResourceRecordSet set) {
    if (set.type() != RRType.A) {
      return "a record of type " + set.typeAsString();
    }
    if (set.aliasTarget() != null) {
      return "an alias record to " + set.aliasTarget().dnsName();
    }
    if (set.setIdentifier() != null) {
      return "a record with a routing policy, " + set.setIdentifier();
    }
    if (set.healthCheckId() != null) {
      return "a record with a health check";
    }
    return set.ttl() == null || set.resourceRecords().size() != 1 ? "a record with " + set.resourceRecords().size() + " values"
        : null;
  }
}
