package dev.convoy.lab.targets;

/** Why an instance was launched. */
public enum TargetPurpose {
  TEST,
  CUTOVER
}
