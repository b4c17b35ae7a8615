package dev.convoy.launch.slots;

/** What a slot is taken for. Each purpose goes into jobs of its own. */
public enum Purpose {
  TEST,
  CUTOVER,
  TERMINATE
}
