package dev.convoy.lab.aws;

import org.jspecify.annotations.Nullable;

/**
 * A launched instance.
 *
 * @param privateIp in 127/8, so that something can listen there
 * @param userProvidedId what the installer was told the server is; null when nothing
 * @param cutover launched by StartCutover, else by StartTest
 */
public record InstanceView(
    String instanceId, String sourceServerId, String account, String region, String subnetId, String privateIp,
    @Nullable String userProvidedId, boolean cutover) {}
