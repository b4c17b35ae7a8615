package dev.convoy.launch.jobs;

/** What a job is started for; the names are those of MGN's {@code initiatedBy}. */
public enum JobKind {
  START_TEST,
  START_CUTOVER,
  TERMINATE
}
