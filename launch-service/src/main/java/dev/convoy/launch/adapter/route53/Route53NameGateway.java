package dev.convoy.launch.adapter.route53;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AddressRecord;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.core.Failure;
import dev.convoy.launch.names.NameGateway;
import dev.convoy.launch.server.NameRecord;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Hosted zones of Route 53. Only a simple A record with one value is led elsewhere; everything else is named and left alone. */
public final class Route53NameGateway implements NameGateway {

  /** More than a name of such types can have. */
  private static final String MOST_SETS = "100";

  /** Route 53's most. */
  private static final String MOST_PAGE = "300";

  private static final int MOST_COMMENT = 256;

  private static final String UNKNOWN_CHANGE = "NoSuchChange";

  /** What Route 53 says where only a person can help. */
  private static final Set<String> LASTING = Set.of("AccessDenied", "AccessDeniedException", "NoSuchHostedZone");

  /** The zone is being changed by somebody else at this moment. */
  private static final String BUSY = "PriorRequestNotComplete";

  private final AwsClients clients;

  public Route53NameGateway(AwsClients clients) {
    this.clients = clients;
  }

  /**
   * By pages, each from the first name on that was not seen yet, so that names that lie close together take one request and none
   * takes more than one of its own. The last name of a page may go on in the next.
   */
  @Override
  public Map<String, Found> read(AccountKey account, String zoneId, Collection<String> names) {
    var found = new HashMap<String, Found>();
    var left = names.stream().distinct().sorted(Comparator.comparing(Route53NameGateway::reversed)).collect(Collectors.toCollection(ArrayDeque::new));
    while (!left.isEmpty()) {
      var first = left.poll();
      var most = left.isEmpty() ? MOST_SETS : MOST_PAGE;
      var page = ask(() -> clients.route53Reader(account).listResourceRecordSets(r -> r.hostedZoneId(zoneId)
          .startRecordName(first).startRecordType(RRType.A).maxItems(most)));
      found.put(first, found(first, page.resourceRecordSets()));
      var seen = page.resourceRecordSets().stream().map(set -> plain(set.name())).collect(Collectors.toSet());
      if (page.isTruncated() && !page.resourceRecordSets().isEmpty()) {
        seen.remove(plain(page.resourceRecordSets().getLast().name()));
      }
      left.stream().filter(seen::contains).forEach(name -> found.put(name, found(name, page.resourceRecordSets())));
      left.removeIf(seen::contains);
    }
    return found;
  }

  private static Found found(String name, List<ResourceRecordSet> sets) {
    var record = AddressRecord.of(name, sets);
    return new Found(record.address() == null ? NameRecord.NONE : new NameRecord(record.address(), record.ttlSeconds()), record.foreign());
  }

  /** As Convoy writes names. */
  private static String plain(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** Near enough to the order in which Route 53 lists names: what it is wrong about takes a request more. */
  private static String reversed(String name) {
    return String.join(".", List.of(name.split("\\.", -1)).reversed());
  }

  /** A DELETE that does not match exactly what is there is refused, with the whole batch. */
  @Override
  public Changed replace(AccountKey account, String zoneId, List<Replacement> replacements) {
    var changes = replacements.stream().flatMap(each -> Stream.of(
        change(ChangeAction.DELETE, each.name(), each.from()), change(ChangeAction.CREATE, each.name(), each.to())))
        .filter(Objects::nonNull).toList();
    var comment = replacements.stream().map(each -> each.operation().toString()).distinct().collect(Collectors.joining(" ", "convoy ", ""));
    return changed(AwsCalls.change(() -> clients.route53Writer(account).changeResourceRecordSets(r -> r.hostedZoneId(zoneId)
        .changeBatch(b -> b.comment(comment.substring(0, Math.min(MOST_COMMENT, comment.length()))).changes(changes)))
        .changeInfo().id()));
  }

  private static Changed changed(AwsCalls.Answer<String> answer) {
    return switch (answer) {
      case AwsCalls.Answer.Ok<String>(var id) -> new Changed.Sent(id);
      case AwsCalls.Answer.Throttled<String>(var wait) -> new Changed.Later(wait);
      case AwsCalls.Answer.Unknown<String> unknown -> new Changed.Unknown(null);
      case AwsCalls.Answer.Refused<String> refused when refused.code().equals(BUSY) -> new Changed.Later(null);
      case AwsCalls.Answer.Refused<String> refused -> new Changed.Refused(new Failure("CVY-4404",
          "ChangeResourceRecordSets was refused: " + refused.message(),
          "allow the role route53:ChangeResourceRecordSets on the zones, or correct what Route 53 names; then retry",
          LASTING.contains(refused.code())));
    };
  }

  private static @Nullable Change change(ChangeAction action, String name, NameRecord record) {
    return record.isThere() ? Change.builder().action(action).resourceRecordSet(set -> set.name(name).type(RRType.A)
        .ttl(record.ttlSeconds()).resourceRecords(ResourceRecord.builder().value(record.address()).build())).build() : null;
  }

  /** A change that an older view of Route 53 does not know yet is not everywhere. */
  @Override
  public boolean isEverywhere(AccountKey account, String zoneId, String change) {
    try {
      return AwsCalls.read(() -> clients.route53Reader(account).getChange(r -> r.id(change)).changeInfo().status())
          == ChangeStatus.INSYNC;
    } catch (AwsServiceException e) {
      if (AwsCalls.code(e).equals(UNKNOWN_CHANGE)) {
        return false;
      }
      throw hidden(e);
    }
  }

  private static <T> T ask(Supplier<T> read) {
    try {
      return AwsCalls.read(read);
    } catch (AwsServiceException e) {
      throw hidden(e);
    }
  }

  private static RefusedException hidden(AwsServiceException e) {
    return new RefusedException(new Failure("CVY-4403", "the names cannot be read: " + AwsCalls.code(e),
        "allow the role route53:ListResourceRecordSets and route53:GetChange, and check the zones under dns in environments.yml;"
            + " then retry", true), e);
  }
}
