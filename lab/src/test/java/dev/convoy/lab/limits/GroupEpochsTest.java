package dev.convoy.lab.limits;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GroupEpochsTest {

  private final GroupEpochs groups = new GroupEpochs();

  private void read(int... epochs) {
    for (int epoch : epochs) {
      groups.add("convoy-launch", epoch);
    }
  }

  @Test
  void whileItsMembersComeAGroupMayChange() {
    read(1, 2, 4, 4, 4);
    assertThat(groups.line()).isEqualTo("groups=1 group-changes=0");
  }

  @Test
  void aMemberThatIsExpelledAndComesBackIsSeen() {
    read(4, 4, 6, 6, 7);
    assertThat(groups.line()).isEqualTo("groups=1 group-changes=2");
  }

  @Test
  void aGroupThatNeverComesToRestIsNotOneThatIsQuiet() {
    read(1, 2, 3);
    assertThat(groups.line()).isEqualTo("groups=0 group-changes=0");
  }
}
