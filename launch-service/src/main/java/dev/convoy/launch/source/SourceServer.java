package dev.convoy.launch.source;

import org.jspecify.annotations.Nullable;

/**
 * A source server as MGN sees it.
 *
 * @param lifecycle MGN's {@code lifeCycle.state}
 * @param launchable has a snapshot to launch from: {@code lagDuration} is not null
 * @param instanceId instance last launched of it; null = none
 * @param firstBoot MGN's {@code launchedInstance.firstBoot}; empty if unknown
 */
public record SourceServer(
    String id, String lifecycle, boolean archived, boolean launchable, @Nullable String instanceId, String firstBoot) {}
