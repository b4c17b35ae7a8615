package dev.convoy.kit.config;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FatalEndTest {

  @Test
  void theProcessEndsWithTheCodeOfADefectHoweverOftenItIsTold() {
    var ended = new ArrayList<Integer>();
    var end = new FatalEnd("launch", ended::add);
    end.happened(new OutOfMemoryError("Java heap space"));
    end.happened(new NoClassDefFoundError("dev/convoy/Gone"));
    assertThat(ended).isEqualTo(List.of(70, 70));
  }
}
