package dev.convoy.lab.aws.cloud;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NetworkTest {

  private final Network second = new Network(1, "eu-central-1");

  @Test
  void each_account_has_its_own_part_of_the_loopback_range() {
    assertThat(second.subnets()).extracting(Network.Subnet::cidr)
        .containsExactly("127.60.16.0/20", "127.61.16.0/20", "127.62.16.0/20");
    assertThat(second.subnets()).extracting(Network.Subnet::id)
        .containsExactly("subnet-0000000a01", "subnet-0000000b01", "subnet-0000000c01");
  }

  @Test
  void a_subnet_gives_out_neither_its_first_four_addresses_nor_its_last() {
    var subnet = second.subnets().getFirst();

    assertThat(subnet.address(0)).isEqualTo("127.60.16.4");
    assertThat(subnet.address(subnet.size() - 1)).isEqualTo("127.60.31.254");
    assertThat(subnet.contains("127.60.16.3")).isFalse();
    assertThat(subnet.contains("127.60.31.254")).isTrue();
    assertThat(subnet.contains("127.60.31.255")).isFalse();
    assertThat(subnet.contains("not an address")).isFalse();
  }

  @Test
  void a_released_address_rests_while_others_are_free() {
    var addresses = new Addresses();
    var subnet = second.subnets().getFirst();
    var first = java.util.Objects.requireNonNull(addresses.free(subnet));
    addresses.take(first);
    addresses.release(first);

    assertThat(addresses.free(subnet)).isNotEqualTo(first);
  }

  @Test
  void no_instance_gets_an_address_that_linux_takes_for_a_broadcast() {
    var addresses = new Addresses();
    var subnet = second.subnets().getFirst();
    var taken = java.util.stream.IntStream.range(0, 600).mapToObj(i -> {
      var address = java.util.Objects.requireNonNull(addresses.free(subnet));
      addresses.take(address);
      return address;
    }).toList();

    assertThat(taken).doesNotHaveDuplicates().noneMatch(address -> address.endsWith(".255"));
  }
}
