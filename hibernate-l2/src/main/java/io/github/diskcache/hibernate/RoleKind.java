// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.time.Duration;

/** What an entry stands for: the first byte of its key, and the name of its default settings. */
enum RoleKind {
  ENTITY('E', "entity", Duration.ofHours(1)),
  COLLECTION('C', "collection", Duration.ofHours(1)),
  NATURAL_ID('N', "naturalid", Duration.ofHours(1)),
  QUERY('Q', "query", Duration.ofMinutes(10));

  final char letter;
  final String settingName;
  final Duration defaultTtl;

  RoleKind(char letter, String settingName, Duration defaultTtl) {
    this.letter = letter;
    this.settingName = settingName;
    this.defaultTtl = defaultTtl;
  }
}
