package dev.convoy.inventory.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the inventory, {@code convoy.inventory.*}.
 *
 * @param cutoverNeeds time that launch, verification and back-out take; no cutover begins with less of the window left
 * @param openWindow how long a cutover may take in a wave without a window
 * @param soak time between CutoverDone and a finalization that nobody approves
 * @param replicationQuota actively replicating servers of an account and region: MGN's quota of 150 unless raised
 * @param answerWithin how long REST waits for the answer to a command
 */
@ConfigurationProperties("convoy.inventory")
public record InventorySettings(
    @DefaultValue("2h") Duration cutoverNeeds,
    @DefaultValue("24h") Duration openWindow,
    @DefaultValue("48h") Duration soak,
    @DefaultValue("150") int replicationQuota,
    @DefaultValue("5s") Duration answerWithin) {}
