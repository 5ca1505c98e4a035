// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.util.Arrays;
import java.util.Locale;

/**
 * What this module says, each under an identifier that never changes and that {@code docs/cdi.md}
 * lists. Those below 50 fail deployment.
 */
enum Message {
  METHOD_PRIVATE(1, "the method is private, which no interceptor sees", "make it public"),
  METHOD_STATIC(2, "the method is static, which no interceptor sees", "make it an instance method"),
  METHOD_FINAL(3, "the method or its class is final, which no interceptor sees", "remove final"),
  RESULT_VOID(4, "the method returns nothing that could be kept", "return the result"),
  BEAN_PRODUCED(
      5,
      "a producer makes the object, and interceptors apply to none such",
      "make its class a bean, or use DiskCaches.memoize"),
  KEY_TYPE(6, "%s cannot make a key: %s", "mark it @CacheIgnore, or give a keyGenerator"),
  RESULT_TYPE(7, "the result type [%s] cannot be kept: %s", "return another type"),
  CACHE_UNKNOWN(8, "nothing stores in the cache [%s]", "did you mean [%s]?"),
  DURATION(9, "[%s] is no duration: %s", "write such as PT10M, 10m, 2h or never"),
  NAME_UNKNOWN(10, "no @DiskMemoized method in cache [%s] has the name [%s]", "did you mean [%s]?"),
  NAME_TAKEN(11, "[%s] has the same name [%s] in cache [%s]", "give one of them another name"),
  KEY_MISMATCH(
      12,
      "its key is of (%s), that of [%s] is of (%s)",
      "mark the parameters that make the same key with @CacheKey"),
  VALUE(13, "%s must be %s, was [%s]", "give it such a value"),
  PARAMETER_UNKNOWN(14, "it has no parameter [%s]", "give a position from 0, or use @CacheIgnore"),
  INJECTED_TYPE(15, "the type [%s] cannot be kept: %s", "declare another type"),
  CACHE_NAME(
      16,
      "[%s] is no name of a cache",
      "use 1 to 100 letters, digits, '-', '_' and '.', and begin with a letter or digit"),
  NOT_INTERCEPTED(
      17,
      "the interceptor of [%s] is not active",
      "let the extension of diskcache-jakarta-cdi see this archive, and remove it from beans.xml"),
  SETTING(18, "setting [%s] cannot be [%s]: %s", "mend the configuration"),
  EVICTS_NOTHING(19, "it says nothing to evict", "give name, tag or all"),
  COMPONENT(20, "[%s] cannot be made: %s", "make it a bean, or give it a public constructor"),
  KIND(
      21,
      "cache [%s] is configured as a plain cache, and a FanoutCache is asked for",
      "set diskcache.%s.type=fanout"),
  CONTRADICTION(22, "it is @DiskMemoized too, which would answer before it", "use one of them"),
  LOCK_OF_STAGE(
      23, "a lock belongs to a thread, and its stage completes on any", "give it permits"),
  RESULT_MISMATCH(24, "its result is [%s], that of [%s] is [%s]", "return the same type"),

  SETTING_UNKNOWN(51, "There is no setting [%s]", "did you mean [%s]?"),
  DIRECTORY(52, "Caches are kept in [%s]", "set diskcache.directory to choose another place"),
  CACHE_FAULT(
      53,
      "The cache [%s] cannot be used, and methods are called without it",
      "this is logged once; DiskCaches.statistics counts further ones"),
  UNREADABLE(
      54,
      "An entry of the cache [%s] cannot be read as the declared type, and counts as a miss",
      "this is logged once; nothing to mend after a class has changed"),
  DISABLED(55, "diskcache.enabled is false: results are neither looked up nor kept", "");

  private final int number;
  private final String reason;
  private final String remedy;

  Message(int number, String reason, String remedy) {
    this.number = number;
    this.reason = reason;
    this.remedy = remedy;
  }

  /** The stable identifier. */
  String id() {
    return String.format(Locale.ROOT, "DISKCACHE-CDI-%03d", number);
  }

  /** The message about a thing, such as a method. */
  String about(String subject, Object... details) {
    return id() + ": " + subject + ": " + sentence(details);
  }

  /** The message about nothing in particular. */
  String text(Object... details) {
    return id() + ": " + sentence(details);
  }

  private String sentence(Object... details) {
    int inReason = (reason.length() - reason.replace("%s", "").length()) / 2;
    String first = String.format(Locale.ROOT, reason, details);
    Object[] rest =
        details.length > inReason ? Arrays.copyOfRange(details, inReason, details.length) : details;
    String second = String.format(Locale.ROOT, remedy, rest);
    return second.isEmpty() ? first : first + "; " + second;
  }
}
