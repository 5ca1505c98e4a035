// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Hibernate is told to do to the schema, as far as rows come or go by it that the cache would
 * not hear of. Immutable.
 *
 * @param isMadeAnew at the start: none of the rows that entries stand for is left, or others came
 * @param isDroppedAtTheEnd when the session factory closes
 */
record SchemaChange(boolean isMadeAnew, boolean isDroppedAtTheEnd) {
  private static final List<String> SETTINGS =
      List.of(
          "hibernate.hbm2ddl.auto",
          "jakarta.persistence.schema-generation.database.action",
          "javax.persistence.schema-generation.database.action");

  private static final Set<String> MAKING =
      Set.of(
          "create",
          "create-drop",
          "create-only",
          "drop-and-create",
          "drop",
          "truncate",
          "populate");

  static SchemaChange of(Map<String, Object> values) {
    List<String> actions = SETTINGS.stream().map(name -> action(values.get(name))).toList();
    return new SchemaChange(
        actions.stream().anyMatch(MAKING::contains), actions.contains("create-drop"));
  }

  private static String action(@Nullable Object value) {
    String text = String.valueOf(value).trim().toLowerCase(Locale.ROOT);
    // a constant of Hibernate's own enum is named with another hyphen
    return text.replace('_', '-');
  }
}
