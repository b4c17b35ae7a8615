package dev.convoy.agent.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SubnetsTest {

  @ParameterizedTest
  @CsvSource({
      "24, 10.1.2.3, 10.1.2.0/24", "16, 10.1.2.3, 10.1.0.0/16", "20, 10.1.47.3, 10.1.32.0/20", "32, 10.1.2.3, 10.1.2.3/32",
      "0, 10.1.2.3, 0.0.0.0/0", "24, 2001:db8:1:2:3::4, 2001:db8:1:2:0:0:0:0/64", "24, web-1.example, ''"})
  void anAddressTellsItsSubnetAndANameNone(int bits, String address, String subnet) {
    assertThat(new Subnets(bits, 64).of(address)).isEqualTo(subnet);
  }

  @Test
  void aPrefixThatIsLongerThanAnAddressIsRefused() {
    assertThatThrownBy(() -> new Subnets(33, 64)).hasMessageContaining("CVY-2013");
    assertThatThrownBy(() -> new Subnets(24, -1)).hasMessageContaining("CVY-2013");
  }
}
