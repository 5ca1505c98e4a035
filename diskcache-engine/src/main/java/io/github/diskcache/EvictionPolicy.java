// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which entries a cache over its size limit removes first. The order is exact while a shard holds
 * at most {@value Culler#EXACT_ROWS} entries, or while python-diskcache has left its policy index
 * there; above, victims are the first in order of a random sample.
 *
 * <p>Four policies are known to every cache and to python-diskcache. An application adds its own by
 * a name, an order, and what is spared:
 *
 * <pre>{@code
 * EvictionPolicy idle =
 *     EvictionPolicy.of("lru-gt-1s", EvictionOrder.USED_LONGEST_AGO).unusedFor(Duration.ofSeconds(1));
 * }</pre>
 *
 * <p>Only the name is stored. Who opens the cache later gives the policy again, to {@link
 * CacheBuilder#evictionPolicy}; opening it without fails and names the policy. Immutable; policies
 * that say the same are equal.
 */
public final class EvictionPolicy {
  /** None: the cache grows past its limit, and only expired entries are removed. */
  public static final EvictionPolicy NONE = new EvictionPolicy("none", null);

  /** Those set longest ago. The default: reading changes nothing. */
  public static final EvictionPolicy LEAST_RECENTLY_STORED =
      new EvictionPolicy("least-recently-stored", EvictionOrder.STORED_LONGEST_AGO);

  /** Those not read or set for longest. Reads are noted in memory and written in batches. */
  public static final EvictionPolicy LEAST_RECENTLY_USED =
      new EvictionPolicy("least-recently-used", EvictionOrder.USED_LONGEST_AGO);

  /** Those read least often since they were set. The entry set last is among the first. */
  public static final EvictionPolicy LEAST_FREQUENTLY_USED =
      new EvictionPolicy("least-frequently-used", EvictionOrder.USED_LEAST_OFTEN);

  private static final List<EvictionPolicy> STANDARD =
      List.of(NONE, LEAST_RECENTLY_STORED, LEAST_RECENTLY_USED, LEAST_FREQUENTLY_USED);

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  // Further ahead than any hold, a time of use is a clock's that was set back.
  private static final String IS_HELD = "(access_time > ? AND access_time <= ?)";

  private final String storedName;
  private final @Nullable EvictionOrder order;
  private final @Nullable Duration unusedFor;
  private final @Nullable Duration storedFor;
  private final List<Object> spared;

  private EvictionPolicy(String storedName, @Nullable EvictionOrder order) {
    this(storedName, order, null, null, List.of());
  }

  private EvictionPolicy(
      String storedName,
      @Nullable EvictionOrder order,
      @Nullable Duration unusedFor,
      @Nullable Duration storedFor,
      List<Object> spared) {
    this.storedName = storedName;
    this.order = order;
    this.unusedFor = unusedFor;
    this.storedFor = storedFor;
    this.spared = spared;
  }

  /**
   * Returns the policies that every cache knows.
   *
   * @return the four constants
   */
  public static List<EvictionPolicy> standard() {
    return STANDARD;
  }

  /**
   * Describes a policy of the application's own, which spares nothing yet.
   *
   * @param name its stored name: lower-case letters, digits, {@code -}, {@code .} and {@code _}, at
   *     most 64; none of a standard policy
   * @param order which entries go first
   * @return the policy
   * @throws CacheSettingException when the name is none such
   */
  public static EvictionPolicy of(String name, EvictionOrder order) {
    if (!NAME.matcher(name).matches()) {
      throw new CacheSettingException(
          "name eviction policy",
          name,
          "it is not of 1 to 64 lower-case letters, digits, '-', '.' and '_'",
          "choose such a name");
    }
    if (STANDARD.stream().anyMatch(policy -> policy.storedName.equals(name))) {
      throw new CacheSettingException(
          "name eviction policy", name, "a standard policy has that name", "choose another");
    }
    return new EvictionPolicy(name, Objects.requireNonNull(order, "order"));
  }

  /**
   * Returns this policy, sparing entries that were set or read within a time.
   *
   * @param time from now back; zero: spares none
   * @return the policy
   * @throws CacheSettingException when this is a standard policy, which all share, or the time is
   *     negative
   */
  public EvictionPolicy unusedFor(Duration time) {
    checkOwn();
    return new EvictionPolicy(storedName, order, checked(time), storedFor, spared);
  }

  /**
   * Returns this policy, sparing entries that were set within a time.
   *
   * @param time from now back; zero: spares none
   * @return the policy
   * @throws CacheSettingException when this is a standard policy, which all share, or the time is
   *     negative
   */
  public EvictionPolicy storedFor(Duration time) {
    checkOwn();
    return new EvictionPolicy(storedName, order, unusedFor, checked(time), spared);
  }

  /**
   * Returns this policy, sparing entries that carry a tag.
   *
   * @param tag as in {@link Cache#evict}
   * @return the policy
   * @throws CacheSettingException when this is a standard policy, which all share
   */
  public EvictionPolicy sparing(Object tag) {
    checkOwn();
    List<Object> more = new ArrayList<>(spared);
    more.add(Keys.encodeTag(tag));
    return new EvictionPolicy(storedName, order, unusedFor, storedFor, List.copyOf(more));
  }

  private void checkOwn() {
    if (isStandard()) {
      throw new CacheSettingException(
          "change eviction policy",
          storedName,
          "every process knows it by its name as it is",
          "describe one of your own with EvictionPolicy.of");
    }
  }

  private static Duration checked(Duration time) {
    if (time.isNegative()) {
      throw new CacheSettingException(
          "describe", "eviction policy", "a time is negative: [" + time + "]", "give it another");
    }
    return time;
  }

  /**
   * Returns the name under which the setting is stored, for the standard policies
   * python-diskcache's.
   *
   * @return the name, such as {@code least-recently-used}
   */
  public String storedName() {
    return storedName;
  }

  boolean isStandard() {
    return STANDARD.contains(this);
  }

  /** What goes first; null: nothing goes. */
  @Nullable EvictionOrder order() {
    return order;
  }

  /** The rows that may go now. */
  record Victims(String condition, List<Object> parameters) {}

  Victims victims(double now) {
    StringBuilder condition = new StringBuilder("NOT ").append(IS_HELD);
    List<Object> parameters =
        new ArrayList<>(List.of(now, now + Shard.seconds(WriteOptions.LONGEST_HOLD)));
    addTime(condition, parameters, " AND access_time < ?", unusedFor, now);
    addTime(condition, parameters, " AND store_time < ?", storedFor, now);
    for (Object tag : spared) {
      condition.append(" AND tag IS NOT ?");
      parameters.add(tag);
    }
    return new Victims(condition.toString(), parameters);
  }

  private static void addTime(
      StringBuilder condition,
      List<Object> parameters,
      String sql,
      @Nullable Duration time,
      double now) {
    if (time != null && !time.isZero()) {
      condition.append(sql);
      parameters.add(now - Shard.seconds(time));
    }
  }

  /** Whether python-diskcache has made its index of the order. */
  boolean isIndexed(SqlConnection sql) throws SQLException {
    String column = order == null ? null : order.indexedColumn();
    return column != null
        && sql.number("SELECT COUNT(*) FROM sqlite_master WHERE name = ?", "Cache_" + column) == 1;
  }

  /** Whether reading an entry changes its place in the order, or whether it is spared. */
  boolean noticesReads() {
    return noticesTimeOfReads() || order == EvictionOrder.USED_LEAST_OFTEN;
  }

  boolean noticesTimeOfReads() {
    return order == EvictionOrder.USED_LONGEST_AGO || unusedFor != null;
  }

  /** Finds a policy by its name, among the standard ones and one of the application's own. */
  static EvictionPolicy named(String name, @Nullable EvictionPolicy own) {
    if (own != null && own.storedName.equals(name)) {
      return own;
    }
    return STANDARD.stream()
        .filter(policy -> policy.storedName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CacheSettingException(
                    "use eviction policy",
                    name,
                    "there is none of that name",
                    "use one of "
                        + STANDARD.stream().map(EvictionPolicy::storedName).toList()
                        + ", or give the application's own to the builder"));
  }

  private List<?> parts() {
    // A byte array has no equals of its own.
    List<Object> tags = new ArrayList<>();
    spared.forEach(tag -> tags.add(EncodedKey.ofRow(tag, true)));
    return List.of(
        storedName,
        String.valueOf(order),
        String.valueOf(unusedFor),
        String.valueOf(storedFor),
        tags);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof EvictionPolicy other && parts().equals(other.parts());
  }

  @Override
  public int hashCode() {
    return storedName.hashCode();
  }

  @Override
  public String toString() {
    return storedName;
  }
}
