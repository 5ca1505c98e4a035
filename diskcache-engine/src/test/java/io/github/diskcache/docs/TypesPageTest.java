// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.diskcache.Cache;
import io.github.diskcache.CacheBuilder;
import io.github.diskcache.Codec;
import io.github.diskcache.CompressingCodec;
import io.github.diskcache.Deque;
import io.github.diskcache.JavaSerializationCodec;
import io.github.diskcache.JsonDisk;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The regions of docs/types.md. */
class TypesPageTest extends PageTest {
  record OrderId(String shop, long number) {}

  record Order(String customer, BigDecimal sum) {}

  record Job(String name) {}

  record Invoice(String customer, ArrayList<String> lines) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  @Test
  void open_declaredTypes_comeBack() throws Exception {
    Order order = new Order("alice", new BigDecimal("19.90"));
    // snippet: declare
    Type listOfOrders = new TypeReference<List<Order>>() {}.getType();

    Cache<OrderId, Order> orders = Cache.builder(directory).open(OrderId.class, Order.class);
    Cache<LocalDate, List<Order>> byDay =
        Cache.builder(directory).open(LocalDate.class, listOfOrders);
    Deque<Job> jobs = Cache.builder(directory).openDeque(Job.class);
    // end
    orders.set(new OrderId("oslo", 7), order);
    byDay.set(LocalDate.of(2026, 3, 14), List.of(order));
    jobs.put(new Job("resize"));
    assertThat(orders.get(new OrderId("oslo", 7))).isEqualTo(order);
    assertThat(byDay.get(LocalDate.of(2026, 3, 14))).containsExactly(order);
    assertThat(jobs.take()).isEqualTo(new Job("resize"));
    orders.close();
    byDay.close();
    jobs.close();
  }

  @Test
  void open_otherCodecs_comeBack() {
    CacheBuilder builder = Cache.builder(directory);
    Order order = new Order("alice".repeat(1000), BigDecimal.TEN);
    Invoice invoice = new Invoice("alice", new ArrayList<>(List.of("hat")));
    // snippet: codecs
    Codec<String> keys = Codec.ofKey(String.class);
    Cache<String, Order> compressed =
        builder.open(
            keys, CompressingCodec.zstd(Codec.of(Order.class))); // deflate needs no library
    Cache<String, Invoice> serialized =
        builder.open(
            keys,
            JavaSerializationCodec.allowing(
                Invoice.class,
                Invoice.class.getClassLoader(),
                Invoice.class.getName(),
                "java.util.ArrayList"));
    // end
    compressed.set("order", order);
    serialized.set("invoice", invoice);
    assertThat(compressed.get("order")).isEqualTo(order);
    assertThat(serialized.get("invoice")).isEqualTo(invoice);
    compressed.close();
    serialized.close();
  }

  @Test
  void open_jsonDisk_storesJson() {
    disk = new JsonDisk();
    // snippet: json
    Cache<Object, Object> cache = Cache.builder(directory).disk(new JsonDisk()).open();
    // end
    cache.set("k", List.of(1L, "a"));
    assertThat(cache.get("k")).isEqualTo(List.of(1L, "a"));
    cache.close();
  }
}
