package dev.convoy.lab.fleetplan;

import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.DeclaredCheck;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The intake file of AWS Cloud Migration Factory (its shipped sample header), with columns of ours behind it:
 * {@code server_id,environment,address,port,host_key,checks,dns_names,site}. Checks are separated by semicolons:
 * {@code http:<port><path>=<status>} and {@code tcp:<port>}.
 */
final class CmfCsv {
  private static final String HEADER = "wave_name,app_name,aws_region,aws_accountid,server_name,server_os_family,"
      + "server_os_version,server_fqdn,server_tier,server_environment,r_type,subnet_IDs,securitygroup_IDs,"
      + "subnet_IDs_test,securitygroup_IDs_test,instanceType,tenancy,tags,"
      + "server_id,environment,address,port,host_key,checks,dns_names,site\n";

  private CmfCsv() {}

  static String write(List<PlannedServer> servers) {
    return servers.stream().map(CmfCsv::row).collect(Collectors.joining("\n", HEADER, "\n"));
  }

  private static String row(PlannedServer server) {
    int account = server.account();
    return String.join(",",
        server.waveName(), Objects.requireNonNullElse(server.declaredApplication(), ""), LabNetwork.REGION,
        LabNetwork.account(account),
        server.host().name(), server.osFamily(), server.host().osVersion(), server.host().fqdn(),
        server.role().tier, "Production", "Rehost",
        LabNetwork.targetSubnet(account), LabNetwork.targetSecurityGroup(account),
        LabNetwork.testSubnet(account), LabNetwork.testSecurityGroup(account),
        server.role().instanceType, "Shared", tags(server.tags()),
        server.host().serverId(), LabNetwork.environment(account), server.host().address(),
        Integer.toString(server.host().port()),
        Objects.requireNonNullElse(server.hostKey(), ""), checks(server.checks()),
        String.join(";", server.names()), Objects.requireNonNullElse(server.site(), ""));
  }

  private static String tags(Map<String, String> tags) {
    return tags.entrySet().stream().sorted(Map.Entry.comparingByKey())
        .map(tag -> tag.getKey() + "=" + tag.getValue()).collect(Collectors.joining(";"));
  }

  private static String checks(List<DeclaredCheck> checks) {
    return checks.stream().map(check -> check.getKind() == CheckKind.HTTP
        ? "http:" + check.getPort() + check.getPath() + "=" + check.getExpectedStatus()
        : "tcp:" + check.getPort()).collect(Collectors.joining(";"));
  }
}
