package dev.convoy.launch.adapter.route53;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AddressRecord;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.launch.names.NameGateway;
import dev.convoy.launch.server.NameRecord;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;

/** Hosted zones of Route 53. Only a simple A record with one value is led elsewhere; everything else is named and left alone. */
public final class Route53NameGateway implements NameGateway {

  /** More than a name of such types can have. */
  private static final String MOST_SETS = "100";

  private static final String UNKNOWN_CHANGE = "NoSuchChange";

  private final AwsClients clients;

  public Route53NameGateway(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public Found read(AccountKey account, String zoneId, String name) {
    var found = AddressRecord.of(name, ask(() -> clients.route53Reader(account).listResourceRecordSets(r -> r.hostedZoneId(zoneId)
        .startRecordName(name).startRecordType(RRType.A).maxItems(MOST_SETS)).resourceRecordSets()));
    return new Found(found.address() == null ? NameRecord.NONE : new NameRecord(found.address(), found.ttlSeconds()), found.foreign());
  }

  /** A DELETE that does not match exactly what is there is refused, with the whole batch. */
  @Override
  public Answer<String> replace(AccountKey account, String zoneId, String comment, List<Replacement> replacements) {
    var changes = replacements.stream().flatMap(each -> Stream.of(
        change(ChangeAction.DELETE, each.name(), each.from()), change(ChangeAction.CREATE, each.name(), each.to())))
        .filter(Objects::nonNull).toList();
    return AwsCalls.change(() -> clients.route53Writer(account).changeResourceRecordSets(
        r -> r.hostedZoneId(zoneId).changeBatch(b -> b.comment(comment).changes(changes))).changeInfo().id());
  }

  private static @Nullable Change change(ChangeAction action, String name, NameRecord record) {
    return record.isThere() ? Change.builder().action(action).resourceRecordSet(set -> set.name(name).type(RRType.A)
        .ttl(record.ttlSeconds()).resourceRecords(ResourceRecord.builder().value(record.address()).build())).build() : null;
  }

  /** A change that an older view of Route 53 does not know yet is not everywhere. */
  @Override
  public boolean isEverywhere(AccountKey account, String change) {
    try {
      return ask(() -> clients.route53Reader(account).getChange(r -> r.id(change)).changeInfo().status()) == ChangeStatus.INSYNC;
    } catch (RefusedException e) {
      if (UNKNOWN_CHANGE.equals(e.getMessage())) {
        return false;
      }
      throw e;
    }
  }

  private static <T> T ask(Supplier<T> read) {
    try {
      return AwsCalls.read(read);
    } catch (AwsServiceException e) {
      throw new RefusedException(AwsCalls.code(e), e);
    }
  }
}
