package dev.convoy.lab.fleetplan;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.DeclaredCheck;
import dev.convoy.lab.hosts.SimulatedHost;
import dev.convoy.lab.targets.TargetFleet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server of the plan: its host and its place in the migration.
 *
 * @param hostKey fingerprint to pin; null for Windows
 * @param account index of the account
 * @param wave number of the wave, from 1
 * @param site where its host stands; null = where its environment says
 * @param alone true when it is cut over by itself: its application is not declared
 */
record PlannedServer(
    SimulatedHost host, @Nullable String hostKey, ServerRole role, String application, int wave, int account,
    FleetRequest request, boolean alone, @Nullable String site) {

  PlannedServer with(SimulatedHost changed) {
    return new PlannedServer(changed, hostKey, role, application, wave, account, request, alone, site);
  }

  PlannedServer standingAlone() {
    return new PlannedServer(host, hostKey, role, application, wave, account, request, true, site);
  }

  PlannedServer standingIn(String place) {
    return new PlannedServer(host, hostKey, role, application, wave, account, request, alone, place);
  }

  /** Application as it is declared. */
  @Nullable String declaredApplication() {
    return alone ? null : application;
  }

  String waveName() {
    return "wave-" + wave;
  }

  String osFamily() {
    return host.windows() ? "windows" : "linux";
  }

  List<DeclaredCheck> checks() {
    List<DeclaredCheck> checks = new ArrayList<>();
    checks.add(DeclaredCheck.newBuilder().setKind(CheckKind.HTTP)
        .setPort(TargetFleet.HTTP_PORT + request.portOffset()).setPath("/health").setExpectedStatus(200).build());
    if (role == ServerRole.DB) {
      checks.add(DeclaredCheck.newBuilder().setKind(CheckKind.TCP)
          .setPort(TargetFleet.TCP_PORT + request.portOffset()).build());
    }
    return checks;
  }

  Map<String, String> tags() {
    return Map.of("Name", host.name(), "application", application);
  }

  /** Users reach web servers by a name. */
  List<String> names() {
    return role == ServerRole.WEB ? List.of(host.name() + "." + LabNetwork.domain(account)) : List.of();
  }

  ServerDeclared declaration() {
    return ServerDeclared.newBuilder()
        .setServerId(host.serverId()).setName(host.name()).setFqdn(host.fqdn())
        .setOsFamily(osFamily()).setOsVersion(host.osVersion())
        .setStrategy("Rehost").setWave(waveName()).setApplication(declaredApplication()).setTier(role.tier)
        .setAccount(LabNetwork.account(account)).setRegion(LabNetwork.REGION)
        .setEnvironment(LabNetwork.environment(account)).setSite(site)
        .setAddress(host.address()).setPort(host.port()).setHostKey(hostKey)
        .setSubnetIds(List.of(LabNetwork.targetSubnet(account)))
        .setSecurityGroupIds(List.of(LabNetwork.targetSecurityGroup(account)))
        .setTestSubnetIds(List.of(LabNetwork.testSubnet(account)))
        .setTestSecurityGroupIds(List.of(LabNetwork.testSecurityGroup(account)))
        .setInstanceType(role.instanceType).setTags(tags()).setChecks(checks()).setDnsNames(names()).setOrigin("lab")
        .build();
  }
}
