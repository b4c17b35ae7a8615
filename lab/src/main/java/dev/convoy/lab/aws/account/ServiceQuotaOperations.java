package dev.convoy.lab.aws.account;

import dev.convoy.lab.aws.cloud.Oddities;
import dev.convoy.lab.aws.cloud.Quotas;
import dev.convoy.lab.aws.cloud.VcpuQuota;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Pages;
import dev.convoy.lab.aws.wire.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Service Quotas. As in AWS, a quota that was never raised may be listed among the defaults only: here those that cannot
 * be adjusted.
 */
public final class ServiceQuotaOperations {

  private static final Shape LIST = Shape.empty()
      .required("ServiceCode", Shape.text(1, 63, "[a-zA-Z][a-zA-Z0-9-]{1,63}"))
      .optional("MaxResults", Shape.integer(1, 100))
      .optional("NextToken", Shape.text(2048));
  private static final Shape GET = Shape.empty()
      .required("ServiceCode", Shape.text(1, 63, "[a-zA-Z][a-zA-Z0-9-]{1,63}"))
      .required("QuotaCode", Shape.text(1, 128, "[a-zA-Z][a-zA-Z0-9-]{1,128}"));

  private record Quota(String service, String code, String name, double value, boolean adjustable) {}

  private final List<Quota> catalogue;
  private final Oddities oddities;

  /** @param quotas of MGN, as the simulator enforces them */
  public ServiceQuotaOperations(Quotas quotas, Oddities oddities) {
    this.oddities = oddities;
    this.catalogue = List.of(
        new Quota("mgn", "L-9A599620", "Max Active Source Servers", quotas.replicatingServers(), true),
        new Quota("mgn", "L-50980698", "Max Non-Archived Source Servers", 4000, true),
        new Quota("mgn", "L-967C958D", "Max Total Source Servers Per AWS Account", 50_000, false),
        new Quota("mgn", "L-FE2EBE17", "Concurrent jobs in progress", quotas.activeJobs(), false),
        new Quota("mgn", "L-F1FD732F", "Max Source Servers in a single Job", quotas.serversPerJob(), false),
        new Quota("mgn", "L-4FF77426", "Max Source Servers in all Jobs", quotas.serversInActiveJobs(), false),
        new Quota("mgn", "L-615F978B", "Max concurrent Jobs per Source Server", 1, false),
        new Quota("ec2", VcpuQuota.CODE, "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
            VcpuQuota.DEFAULT, true),
        new Quota("ec2", "L-7295265B", "Running On-Demand X instances", 512, true),
        new Quota("ec2", "L-DB2E81BA", "Running On-Demand G and VT instances", 64, true),
        new Quota("ebs", "L-309BACF6", "Snapshots per Region", 100_000, true));
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        operation("ListServiceQuotas", LIST, call -> list(call, true)),
        operation("ListAWSDefaultServiceQuotas", LIST, call -> list(call, false)),
        operation("GetServiceQuota", GET, this::get));
  }

  private static Operation operation(String name, Shape request, java.util.function.Function<Call, ObjectNode> handler) {
    return Operation.json11("servicequotas", name, call -> {
      try {
        request.check(call.json());
      } catch (AwsError e) {
        throw AwsError.of(400, "IllegalArgumentException", String.valueOf(e.getMessage()));
      }
      return handler.apply(call);
    });
  }

  private ObjectNode list(Call call, boolean applied) {
    var service = call.text("ServiceCode");
    if (catalogue.stream().noneMatch(quota -> quota.service().equals(service))) {
      throw AwsError.of(400, "NoSuchResourceException", "The request failed because the specified service does not exist.");
    }
    var listed = IntStream.range(0, catalogue.size()).boxed().filter(i -> catalogue.get(i).service().equals(service))
        .filter(i -> !applied || catalogue.get(i).adjustable());
    try {
      var page = Pages.page(listed, i -> i, call.operation().name() + service,
          call.json().path("MaxResults").asInt(100), call.text("NextToken"));
      var answer = JsonNodeFactory.instance.objectNode();
      var items = answer.putArray("Quotas");
      page.items().forEach(i -> items.add(view(call, catalogue.get(i), applied)));
      if (page.nextToken() != null) {
        answer.put("NextToken", page.nextToken());
      }
      return answer;
    } catch (IllegalArgumentException e) {
      throw AwsError.of(400, "InvalidPaginationTokenException", "Invalid input was provided.");
    }
  }

  private ObjectNode get(Call call) {
    var quota = catalogue.stream().filter(each -> each.adjustable() && each.service().equals(call.text("ServiceCode"))
        && each.code().equals(call.text("QuotaCode"))).findFirst().orElseThrow(() -> AwsError.of(400,
            "NoSuchResourceException", "The request failed because the specified quota does not exist."));
    var answer = JsonNodeFactory.instance.objectNode();
    answer.set("Quota", view(call, quota, true));
    return answer;
  }

  private ObjectNode view(Call call, Quota quota, boolean applied) {
    var raised = oddities.of(call.caller().account()).quotas().get(quota.code());
    return JsonNodeFactory.instance.objectNode()
        .put("ServiceCode", quota.service())
        .put("QuotaArn", "arn:aws:servicequotas:" + call.region().name() + ":" + call.caller().account() + ":"
            + quota.service() + "/" + quota.code())
        .put("QuotaCode", quota.code())
        .put("QuotaName", quota.name())
        .put("Value", applied && raised != null ? raised : quota.value())
        .put("Unit", "None")
        .put("Adjustable", quota.adjustable())
        .put("GlobalQuota", false);
  }
}
