package dev.convoy.benchmarks.push;

/**
 * One push to all hosts.
 *
 * @param answered hosts that gave their id
 * @param seconds from the start to the last id
 * @param cpuSeconds of the client, all its processes
 * @param peakBytes most memory of the client at once
 * @param load of the machine at the start, which other work has a part in
 */
record Run(int answered, double seconds, double cpuSeconds, long peakBytes, double load) {

  double hostsPerSecond() {
    return answered / seconds;
  }

  double cpuMillisPerHost() {
    return answered == 0 ? Double.NaN : cpuSeconds * 1000 / answered;
  }
}
