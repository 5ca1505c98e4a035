// SPDX-License-Identifier: Apache-2.0

/** A cache on disk: values in SQLite and files, shared by threads and processes. */
module io.github.diskcache {
  requires java.sql;
  requires static java.management;
  requires static jdk.jfr;
  requires com.github.benmanes.caffeine;
  requires org.xerial.sqlitejdbc;
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires static com.fasterxml.jackson.databind;
  requires static com.github.luben.zstd_jni;

  exports io.github.diskcache;
  exports io.github.diskcache.recipes;
}
