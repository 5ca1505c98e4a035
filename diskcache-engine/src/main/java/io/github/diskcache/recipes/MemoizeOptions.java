// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.WriteOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the results of one function are kept.
 *
 * @param ttl how long a result lives; null: for ever; zero or negative: results are looked up and
 *     never stored
 * @param tag the tag of the results' entries: text, a {@code Long}, {@code Integer}, {@code Double}
 *     or {@code byte[]}; null: none
 * @param typed whether arguments of different classes that are one key, such as an {@code Integer}
 *     and a {@code Long}, are told apart
 * @param ignoredIndexes positions, from 0, of arguments that do not count
 * @param ignoredNames names of arguments that do not count
 * @param singleFlight whether callers of one result wait for the one that computes it, across
 *     threads and processes; else each of them computes
 * @param beta how eagerly memoizeStampede computes anew before a result expires: 0: never; 1: the
 *     best guess; above: more eagerly
 */
public record MemoizeOptions(
    @Nullable Duration ttl,
    @Nullable Object tag,
    boolean typed,
    Set<Integer> ignoredIndexes,
    Set<String> ignoredNames,
    boolean singleFlight,
    double beta) {

  /** Results that live for ever, of a function all of whose arguments count; single flight. */
  public static final MemoizeOptions DEFAULT =
      new MemoizeOptions(null, null, false, Set.of(), Set.of(), true, 1);

  /**
   * Checks tag and beta, and copies the sets.
   *
   * @param ttl how long a result lives, or null
   * @param tag the tag of the results' entries, or null
   * @param typed whether classes of arguments count
   * @param ignoredIndexes positions of arguments that do not count
   * @param ignoredNames names of arguments that do not count
   * @param singleFlight whether one computes for all
   * @param beta how eagerly results are computed anew
   * @throws IllegalArgumentException when beta is negative
   */
  public MemoizeOptions {
    ignoredIndexes = Set.copyOf(ignoredIndexes);
    ignoredNames = Set.copyOf(ignoredNames);
    if (tag != null) {
      tag = WriteOptions.tagged(tag).tag();
    }
    if (!(beta >= 0)) {
      throw new IllegalArgumentException("beta must be 0 or more, was [" + beta + "]");
    }
  }

  /**
   * Returns these options with a time to live.
   *
   * @param newTtl how long a result lives; zero or negative: results are looked up and never stored
   * @return the options
   */
  public MemoizeOptions ttl(Duration newTtl) {
    Objects.requireNonNull(newTtl, "newTtl");
    return new MemoizeOptions(newTtl, tag, typed, ignoredIndexes, ignoredNames, singleFlight, beta);
  }

  /**
   * Returns these options with a tag.
   *
   * @param newTag text, a {@code Long}, {@code Integer}, {@code Double} or {@code byte[]}
   * @return the options
   */
  public MemoizeOptions tag(Object newTag) {
    Objects.requireNonNull(newTag, "newTag");
    return new MemoizeOptions(ttl, newTag, typed, ignoredIndexes, ignoredNames, singleFlight, beta);
  }

  /**
   * Returns these options telling arguments of different classes apart.
   *
   * @return the options
   */
  public MemoizeOptions typedArguments() {
    return new MemoizeOptions(ttl, tag, true, ignoredIndexes, ignoredNames, singleFlight, beta);
  }

  /**
   * Returns these options ignoring the arguments at some positions, and no others.
   *
   * @param indexes positions from 0
   * @return the options
   */
  public MemoizeOptions ignoring(Integer... indexes) {
    return new MemoizeOptions(ttl, tag, typed, Set.of(indexes), ignoredNames, singleFlight, beta);
  }

  /**
   * Returns these options ignoring the arguments of some names, and no others.
   *
   * @param names names
   * @return the options
   */
  public MemoizeOptions ignoring(String... names) {
    return new MemoizeOptions(ttl, tag, typed, ignoredIndexes, Set.of(names), singleFlight, beta);
  }

  /**
   * Returns these options letting every caller that misses compute for itself.
   *
   * @return the options
   */
  public MemoizeOptions everyoneComputes() {
    return new MemoizeOptions(ttl, tag, typed, ignoredIndexes, ignoredNames, false, beta);
  }

  /**
   * Returns these options with an eagerness of early recomputing.
   *
   * @param newBeta 0 or more
   * @return the options
   */
  public MemoizeOptions beta(double newBeta) {
    return new MemoizeOptions(ttl, tag, typed, ignoredIndexes, ignoredNames, singleFlight, newBeta);
  }

  boolean isLookupOnly() {
    return ttl != null && (ttl.isZero() || ttl.isNegative());
  }

  WriteOptions row() {
    return new WriteOptions(ttl, tag);
  }
}
