package dev.convoy.inventory.wave;

import java.time.Duration;

/**
 * What holds for every wave.
 *
 * @param cutoverNeeds time that launch, verification and back-out take; less of the window, and no cutover begins
 * @param openWindow how long a cutover may take in a wave without a window
 * @param soak time between CutoverDone and a finalization that nobody approves
 * @param replicationQuota actively replicating servers of an account and region (MGN: 150 unless raised)
 */
public record WaveSettings(Duration cutoverNeeds, Duration openWindow, Duration soak, int replicationQuota) {}
